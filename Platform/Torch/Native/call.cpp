// Finding operators by name and calling them boxed.
#include "handles.h"
#include "shim.h"

#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/TensorIndexing.h>
#include <ATen/core/stack.h>
#include <c10/util/Exception.h>

#include <cstring>
#include <string>

namespace leandeep {

static thread_local std::string last_error;

int caught() noexcept {
  try {
    throw;
  } catch (const c10::Error& e) {
    last_error = e.what_without_backtrace();
  } catch (const std::exception& e) {
    last_error = e.what();
  } catch (...) {
    last_error = "libtorch threw something that is not a std::exception";
  }
  return -1;
}

namespace {

struct Operator;

// Calls an operator unboxed; `result` is null when the caller wants none.
using Fast = void (*)(const Operator& op, const Value* arguments, Value* result);

// An operator and its schema's defaults, found once.
struct Operator {
  c10::OperatorHandle handle;
  std::vector<c10::IValue> defaults;  // one per argument
  std::vector<bool> has_default;
  size_t arguments;
  Fast fast = nullptr;     // for the commonest signatures
  bool in_place = false;   // the fast call returns its first argument
  bool reduction = false;  // (Tensor, int[]? dim, bool keepdim, ScalarType? dtype), as sum and mean have
  at::Scalar last = 1;     // the default of a last argument that is a number

  explicit Operator(const c10::OperatorHandle& found);
};

c10::IValue decode(const Value& v) {
  switch (v.tag) {
    case kNone: return c10::IValue();
    case kTensor: return c10::IValue(borrowed(v.p));
    case kInt: return c10::IValue(v.i);
    case kDouble: return c10::IValue(v.d);
    case kBool: return c10::IValue(v.i != 0);
    case kInts: return c10::IValue(at::IntArrayRef(static_cast<const int64_t*>(v.p), v.n));
    case kDoubles: {
      c10::List<double> list;
      list.reserve(v.n);
      for (int32_t k = 0; k < v.n; k++) list.push_back(static_cast<const double*>(v.p)[k]);
      return c10::IValue(std::move(list));
    }
    case kBools: {
      c10::List<bool> list;
      list.reserve(v.n);
      for (int32_t k = 0; k < v.n; k++) list.push_back(static_cast<const int64_t*>(v.p)[k] != 0);
      return c10::IValue(std::move(list));
    }
    case kTensors: {
      c10::List<at::Tensor> list;
      list.reserve(v.n);
      for (int32_t k = 0; k < v.n; k++) list.push_back(borrowed(static_cast<void* const*>(v.p)[k]));
      return c10::IValue(std::move(list));
    }
    case kOptTensors: {
      c10::List<Optional<at::Tensor>> list;
      list.reserve(v.n);
      for (int32_t k = 0; k < v.n; k++) {
        void* handle = static_cast<void* const*>(v.p)[k];
        if (handle == nullptr) list.push_back(Optional<at::Tensor>());
        else list.push_back(Optional<at::Tensor>(borrowed(handle)));
      }
      return c10::IValue(std::move(list));
    }
    case kScalars: {
      c10::List<at::Scalar> list;
      for (int32_t k = 0; k < v.n; k++) list.push_back(at::Scalar(static_cast<const double*>(v.p)[k]));
      return c10::IValue(std::move(list));
    }
    case kString: return c10::IValue(std::string(static_cast<const char*>(v.p), v.n));
    case kDevice: return c10::IValue(c10::Device(static_cast<c10::DeviceType>(v.n), static_cast<c10::DeviceIndex>(v.i)));
    case kGenerator: return c10::IValue(*static_cast<at::Generator*>(v.p));
    case kComplex: {
      const double* parts = static_cast<const double*>(v.p);
      return c10::IValue(c10::complex<double>(parts[0], parts[1]));
    }
  }
  TORCH_CHECK(false, "unknown argument tag ", v.tag);
}

void encode(c10::IValue&& value, Value& out) {
  out.n = 0;
  out.i = 0;
  if (value.isTensor()) {
    out.tag = kTensor;
    out.p = owned(std::move(value).toTensor());
  } else if (value.isNone()) {
    out.tag = kNone;
  } else if (value.isInt()) {
    out.tag = kInt;
    out.i = value.toInt();
  } else if (value.isDouble()) {
    out.tag = kDouble;
    out.d = value.toDouble();
  } else if (value.isBool()) {
    out.tag = kBool;
    out.i = value.toBool();
  } else if (value.isTensorList()) {
    auto list = value.toTensorVector();
    out.tag = kTensors;
    out.n = static_cast<int32_t>(list.size());
    void** handles = new void*[list.size()];
    for (size_t k = 0; k < list.size(); k++) handles[k] = owned(std::move(list[k]));
    out.p = handles;
  } else if (value.isComplexDouble()) {
    auto number = value.toComplexDouble();
    out.tag = kComplex;
    out.n = 2;
    out.p = new double[2]{number.real(), number.imag()};
  } else {
    TORCH_CHECK(false, "a result of type ", value.tagKind(), " has no representation here");
  }
}

bool is_number(const Value& v) { return v.tag == kDouble || v.tag == kInt || v.tag == kBool; }

at::Scalar number(const Value& v) {
  return v.tag == kDouble ? at::Scalar(v.d) : v.tag == kBool ? at::Scalar(v.i != 0) : at::Scalar(v.i);
}

void give(at::Tensor&& tensor, Value* result) {
  if (result == nullptr) return;
  result->tag = kTensor;
  result->n = 0;
  result->p = owned(std::move(tensor));
}

// The commonest signatures, called without boxing: T a tensor, S a number, then S with its default.
using at::Scalar;
using at::Tensor;
void call_t(const Operator& op, const Value* a, Value* r) {
  give(op.handle.typed<Tensor(const Tensor&)>().call(borrowed(a[0].p)), r);
}
void call_tt(const Operator& op, const Value* a, Value* r) {
  give(op.handle.typed<Tensor(const Tensor&, const Tensor&)>().call(borrowed(a[0].p), borrowed(a[1].p)), r);
}
void call_ts(const Operator& op, const Value* a, Value* r) {
  give(op.handle.typed<Tensor(const Tensor&, const Scalar&)>().call(borrowed(a[0].p), number(a[1])), r);
}
void call_tts(const Operator& op, const Value* a, Value* r) {
  give(op.handle.typed<Tensor(const Tensor&, const Tensor&, const Scalar&)>().call(borrowed(a[0].p), borrowed(a[1].p), op.last), r);
}
void call_tss(const Operator& op, const Value* a, Value* r) {
  give(op.handle.typed<Tensor(const Tensor&, const Scalar&, const Scalar&)>().call(borrowed(a[0].p), number(a[1]), op.last), r);
}
void write_t(const Operator& op, const Value* a, Value*) {
  Tensor self = borrowed(a[0].p);
  op.handle.typed<Tensor&(Tensor&)>().call(self);
}
void write_tt(const Operator& op, const Value* a, Value*) {
  Tensor self = borrowed(a[0].p);
  op.handle.typed<Tensor&(Tensor&, const Tensor&)>().call(self, borrowed(a[1].p));
}
void write_ts(const Operator& op, const Value* a, Value*) {
  Tensor self = borrowed(a[0].p);
  op.handle.typed<Tensor&(Tensor&, const Scalar&)>().call(self, number(a[1]));
}
void write_tts(const Operator& op, const Value* a, Value*) {
  Tensor self = borrowed(a[0].p);
  op.handle.typed<Tensor&(Tensor&, const Tensor&, const Scalar&)>().call(self, borrowed(a[1].p), op.last);
}
void write_tss(const Operator& op, const Value* a, Value*) {
  Tensor self = borrowed(a[0].p);
  op.handle.typed<Tensor&(Tensor&, const Scalar&, const Scalar&)>().call(self, number(a[1]), op.last);
}

using Reduction = Tensor(const Tensor&, at::OptionalIntArrayRef, bool, Optional<at::ScalarType>);

void reduce(const Operator& op, const Value* a, Value* r) {
  auto type = a[3].tag == kNone ? Optional<at::ScalarType>() : Optional<at::ScalarType>(static_cast<at::ScalarType>(a[3].i));
  at::IntArrayRef dims(static_cast<const int64_t*>(a[1].p), a[1].n);
  give(op.handle.typed<Reduction>().call(borrowed(a[0].p), dims, a[2].i != 0, type), r);
}

bool is_reduction(const c10::OperatorHandle& handle) {
  std::string types;
  for (const auto& argument : handle.schema().arguments()) types += argument.type()->str() + ";";
  if (types != "Tensor;int[]?;bool;ScalarType?;" && types != "Tensor;int[]?;bool;int?;") return false;
  try {
    handle.typed<Reduction>();  // checks the C++ signature, which older versions spell otherwise
    return true;
  } catch (const c10::Error&) {
    return false;
  }
}

Operator::Operator(const c10::OperatorHandle& found) : handle(found) {
  const auto& schema = handle.schema();
  arguments = schema.arguments().size();
  std::string kinds;
  for (const auto& argument : schema.arguments()) {
    has_default.push_back(argument.default_value().has_value());
    defaults.push_back(argument.default_value().value_or(c10::IValue()));
    auto kind = argument.type()->kind();
    kinds += kind == c10::TypeKind::TensorType ? 't' : kind == c10::TypeKind::NumberType ? 's' : '?';
  }
  if (schema.returns().size() != 1 || schema.returns()[0].type()->kind() != c10::TypeKind::TensorType) return;
  in_place = schema.returns()[0].alias_info() != nullptr && schema.returns()[0].alias_info()->isWrite();
  for (size_t k = in_place ? 1 : 0; k < arguments; k++)
    if (schema.arguments()[k].alias_info() != nullptr && schema.arguments()[k].alias_info()->isWrite()) return;
  if (!in_place) reduction = is_reduction(handle);
  if (kinds == "t") fast = in_place ? write_t : call_t;
  if (kinds == "tt") fast = in_place ? write_tt : call_tt;
  if (kinds == "ts") fast = in_place ? write_ts : call_ts;
  if (kinds == "tts" || kinds == "tss") {
    if (!has_default[2]) return;
    last = defaults[2].toScalar();
    fast = kinds == "tts" ? (in_place ? write_tts : call_tts) : (in_place ? write_tss : call_tss);
  }
}

// Whether these arguments are those that the fast call takes.
bool fits(const Operator& op, const Value* arguments, int count, int capacity) {
  if (op.fast == nullptr || (op.in_place && capacity > 0)) return false;
  if (static_cast<size_t>(count) != std::min<size_t>(op.arguments, 2)) return false;
  if (arguments[0].tag != kTensor) return false;
  if (count == 1) return true;
  bool tensor = arguments[1].tag == kTensor;
  return op.fast == call_tt || op.fast == call_tts || op.fast == write_tt || op.fast == write_tts ? tensor : is_number(arguments[1]);
}

}  // namespace
}  // namespace leandeep

using namespace leandeep;

LD_EXPORT const char* ld_error() { return last_error.c_str(); }

LD_EXPORT void* ld_find(const char* name, const char* overload) {
  try {
    return new Operator(c10::Dispatcher::singleton().findSchemaOrThrow(name, overload));
  } catch (...) {
    caught();
    return nullptr;
  }
}

// Calls an operator; returns the number of results, written to `results` up to `capacity`
// (the rest are released), or -1.
LD_EXPORT int ld_call(const void* op, const Value* arguments, int count, Value* results, int capacity) {
  try {
    const auto& target = *static_cast<const Operator*>(op);
    if (target.reduction && count == 4 && capacity > 0 && arguments[0].tag == kTensor && arguments[1].tag == kInts &&
        arguments[2].tag == kBool && (arguments[3].tag == kNone || arguments[3].tag == kInt)) {
      reduce(target, arguments, results);
      return 1;
    }
    if (fits(target, arguments, count, capacity)) {
      target.fast(target, arguments, capacity > 0 ? results : nullptr);
      return 1;
    }
    TORCH_CHECK(static_cast<size_t>(count) <= target.arguments, target.handle.schema().name(), " takes ",
                target.arguments, " arguments, got ", count);
    torch::jit::Stack stack;
    stack.reserve(target.arguments);
    for (int k = 0; k < count; k++) stack.push_back(decode(arguments[k]));
    for (size_t k = count; k < target.arguments; k++) {
      TORCH_CHECK(target.has_default[k], target.handle.schema().name(), " needs argument ",
                  target.handle.schema().arguments()[k].name());
      stack.push_back(target.defaults[k]);
    }
    target.handle.callBoxed(&stack);
    int found = static_cast<int>(stack.size());
    for (int k = 0; k < found && k < capacity; k++) encode(std::move(stack[k]), results[k]);
    return found;
  } catch (...) {
    return caught();
  }
}

LD_EXPORT void ld_free_list(Value* value) {
  if (value->tag == kTensors) delete[] static_cast<void**>(value->p);
  if (value->tag == kComplex) delete[] static_cast<double*>(value->p);
}

LD_EXPORT void ld_release(void* handle) {
  try {
    taken(handle);
  } catch (...) {
    caught();
  }
}

// A second owned handle of the same tensor.
LD_EXPORT void* ld_share(void* handle) {
  try {
    return owned(borrowed(handle));
  } catch (...) {
    caught();
    return nullptr;
  }
}

struct Info {
  int64_t dim, numel, storage_offset, element_size;
  int32_t dtype, device, index, layout, requires_grad, leaf, contiguous, pinned;
};

LD_EXPORT int ld_info(void* handle, Info* info) {
  try {
    auto tensor = borrowed(handle);
    info->dim = tensor.dim();
    info->layout = static_cast<int32_t>(tensor.layout());
    info->numel = tensor.numel();
    info->storage_offset = tensor.has_storage() ? tensor.storage_offset() : 0;
    info->element_size = static_cast<int64_t>(tensor.element_size());
    info->dtype = static_cast<int32_t>(tensor.scalar_type());
    info->device = static_cast<int32_t>(tensor.device().type());
    info->index = tensor.device().index();
    info->requires_grad = tensor.requires_grad();
    info->leaf = tensor.is_leaf();
    info->contiguous = tensor.layout() == at::kStrided && tensor.is_contiguous();
    info->pinned = 0;
    return 0;
  } catch (...) {
    return caught();
  }
}

LD_EXPORT int ld_dim(void* handle) {
  return guarded([&] { return static_cast<int>(static_cast<c10::TensorImpl*>(handle)->dim()); });
}

LD_EXPORT int ld_dtype(void* handle) {
  return guarded([&] { return static_cast<int>(c10::typeMetaToScalarType(static_cast<c10::TensorImpl*>(handle)->dtype())); });
}

LD_EXPORT int ld_sizes(void* handle, int64_t* sizes) {
  try {
    auto values = static_cast<c10::TensorImpl*>(handle)->sizes();
    std::copy(values.begin(), values.end(), sizes);
    return 0;
  } catch (...) {
    return caught();
  }
}

LD_EXPORT int ld_strides(void* handle, int64_t* strides) {
  try {
    auto values = static_cast<c10::TensorImpl*>(handle)->strides();
    std::copy(values.begin(), values.end(), strides);
    return 0;
  } catch (...) {
    return caught();
  }
}

LD_EXPORT void* ld_data(void* handle) {
  try {
    auto tensor = borrowed(handle);
    return tensor.data_ptr();
  } catch (...) {
    caught();
    return nullptr;
  }
}

namespace {

#if TORCH_VERSION_MAJOR >= 2
using Bound = c10::SymInt;
#else
using Bound = int64_t;
#endif

// An index: none is a new axis, a string is an ellipsis, ints[3] a slice with INT64_MIN for what is left open.
std::vector<at::indexing::TensorIndex> decode_indices(const Value* values, int count) {
  std::vector<at::indexing::TensorIndex> indices;
  indices.reserve(count);
  for (int k = 0; k < count; k++) {
    const Value& v = values[k];
    switch (v.tag) {
      case kNone: indices.emplace_back(at::indexing::None); break;
      case kTensor: indices.emplace_back(borrowed(v.p)); break;
      case kInt: indices.emplace_back(v.i); break;
      case kBool: indices.emplace_back(v.i != 0); break;
      case kString: indices.emplace_back(at::indexing::Ellipsis); break;
      default: {
        auto bounds = static_cast<const int64_t*>(v.p);
        auto bound = [](int64_t value) { return value == INT64_MIN ? Optional<Bound>() : Optional<Bound>(value); };
        indices.emplace_back(at::indexing::Slice(bound(bounds[0]), bound(bounds[1]), bound(bounds[2])));
      }
    }
  }
  return indices;
}

}  // namespace

LD_EXPORT int ld_index(void* handle, const Value* indices, int count, void** result) {
  try {
    *result = owned(borrowed(handle).index(decode_indices(indices, count)));
    return 0;
  } catch (...) {
    return caught();
  }
}

LD_EXPORT int ld_index_put(void* handle, const Value* indices, int count, void* value, int accumulate) {
  try {
    auto target = borrowed(handle);
    auto places = decode_indices(indices, count);
    if (accumulate == 0) {
      target.index_put_(places, borrowed(value));
    } else {
      c10::List<Optional<at::Tensor>> tensors;
      for (const auto& place : places) {
        TORCH_CHECK(place.is_tensor() || (place.is_slice()), "accumulating needs tensors as indices");
        tensors.push_back(place.is_tensor() ? Optional<at::Tensor>(place.tensor()) : Optional<at::Tensor>());
      }
      target.index_put_(tensors, borrowed(value), true);
    }
    return 0;
  } catch (...) {
    return caught();
  }
}
