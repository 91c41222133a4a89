// Tensor handles: owned c10::TensorImpl pointers, 0 for no tensor.
#pragma once
#include <ATen/ATen.h>
#include <torch/version.h>

#include <optional>

#include "shim.h"

namespace leandeep {

// The optional that this libtorch's interface uses.
#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 4)
template <typename T>
using Optional = std::optional<T>;
#else
template <typename T>
using Optional = c10::optional<T>;
#endif

using TensorPointer = c10::intrusive_ptr<c10::TensorImpl, c10::UndefinedTensorImpl>;

// A tensor that shares what the caller's handle owns.
inline at::Tensor borrowed(const void* handle) {
  if (handle == nullptr) return at::Tensor();
  return at::Tensor(TensorPointer::unsafe_reclaim_from_nonowning(static_cast<c10::TensorImpl*>(const_cast<void*>(handle))));
}

// A handle that the caller then owns.
inline void* owned(at::Tensor&& tensor) { return tensor.defined() ? tensor.unsafeReleaseTensorImpl() : nullptr; }

// Runs what returns a number that is not negative; -1 where it throws.
template <typename F>
auto guarded(F&& f) noexcept -> decltype(f()) {
  try {
    return f();
  } catch (...) {
    return caught();
  }
}

// The tensor of a handle whose ownership the caller gives up.
inline at::Tensor taken(void* handle) {
  return handle == nullptr ? at::Tensor() : at::Tensor(TensorPointer::reclaim(static_cast<c10::TensorImpl*>(handle)));
}

}  // namespace leandeep
