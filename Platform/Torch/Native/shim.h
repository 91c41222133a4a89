// The C interface between LeanDeep's TorchSharp API and libtorch.
//
// A tensor handle is an owned c10::TensorImpl*; 0 is no tensor. An operator takes and returns an
// array of tagged values; what a caller leaves out at the end of the argument list takes the
// schema's default. Every function that can fail returns a negative number and leaves torch's
// message in ld_error(), which belongs to the calling thread.
#pragma once
#include <cstdint>

#define LD_EXPORT extern "C" __attribute__((visibility("default")))

namespace leandeep {

enum Tag : int32_t {
  kNone = 0,
  kTensor = 1,       // p: tensor handle
  kInt = 2,
  kDouble = 3,
  kBool = 4,
  kInts = 5,         // p: int64_t[n]
  kDoubles = 6,      // p: double[n]
  kBools = 7,        // p: int64_t[n], 0 or 1
  kTensors = 8,      // p: tensor handles[n]
  kOptTensors = 9,   // p: tensor handles[n], 0 where absent
  kString = 10,      // p: UTF-8 bytes[n]
  kDevice = 11,      // n: device type, i: index
  kGenerator = 12,   // p: generator handle
  kComplex = 13,     // p: double[2]
  kScalars = 14,     // p: double[n], passed as a list of numbers
};

struct Value {
  int32_t tag;
  int32_t n;
  union {
    int64_t i;
    double d;
    void* p;
  };
};
static_assert(sizeof(Value) == 16, "Value is two words");

// Keeps the message of the exception being handled; returns -1.
int caught() noexcept;

}  // namespace leandeep
