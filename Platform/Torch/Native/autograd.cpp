// Gradients: backward, grad, modes, and functions whose derivative is managed code.
#include "handles.h"
#include "shim.h"

#include <c10/core/InferenceMode.h>
#include <torch/csrc/autograd/anomaly_mode.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/custom_function.h>
#include <torch/csrc/autograd/functions/utils.h>
#include <torch/csrc/autograd/saved_variable.h>
#include <torch/csrc/autograd/variable.h>

#include <memory>
#include <string>
#include <unordered_set>
#include <vector>

using namespace leandeep;
using torch::autograd::variable_list;

namespace {

variable_list tensors(void* const* handles, int count) {
  variable_list list;
  list.reserve(count);
  for (int k = 0; k < count; k++) list.push_back(borrowed(handles[k]));
  return list;
}

// Runs the managed backward: takes owned gradients (0 where undefined), writes owned gradients of
// the inputs; returns 0, or -1 with the message in `error` (UTF-8, at most `room` bytes).
using Backward = int (*)(void* state, void* const* gradients, int count, void** results, int inputs, char* error, int room);
using Release = void (*)(void* state);

struct ManagedNode : torch::autograd::Node {
  void* state;
  Backward run;
  Release free;
  std::string title;
  int inputs = 0;
  std::vector<torch::autograd::SavedVariable> saved;
  std::vector<bool> saved_is_null;
  std::vector<torch::autograd::VariableInfo> outputs;
  bool materialize = true;
  bool released = false;

  variable_list apply(variable_list&& gradients) override {
    std::vector<void*> in(gradients.size());
    at::OptionalDeviceGuard guard;
    for (size_t k = 0; k < gradients.size(); k++) {
      if (!gradients[k].defined() && materialize && k < outputs.size()) gradients[k] = outputs[k].zeros(guard);
      in[k] = owned(std::move(gradients[k]));
    }
    std::vector<void*> out(inputs, nullptr);
    char error[2048] = {0};
    int status = run(state, in.data(), static_cast<int>(in.size()), out.data(), inputs, error, sizeof error);
    variable_list results;
    for (void* handle : out) results.push_back(taken(handle));
    TORCH_CHECK(status == 0, error);
    return results;
  }

  void release_variables() override {
    for (auto& variable : saved) variable.reset_data();
    released = true;
  }

  std::string name() const override { return title; }

  ~ManagedNode() override {
    if (free != nullptr) free(state);
  }
};

// Calls torch's _wrap_outputs, which has gained parameters over time.
template <typename Result, typename... P>
Result wrap(Result (*function)(P...), const variable_list& inputs, const std::unordered_set<at::TensorImpl*>& flat,
            const std::unordered_set<at::TensorImpl*>& changed, const std::vector<Optional<at::Tensor>>& raw,
            const std::shared_ptr<torch::autograd::Node>& node, const torch::autograd::_jvp_fn_t& jvp) {
  static const std::unordered_set<at::TensorImpl*> none;
  [[maybe_unused]] auto same = [](const at::Tensor& x) { return x.view_as(x); };
  if constexpr (sizeof...(P) == 6) return function(inputs, flat, changed, raw, node, jvp);
  else if constexpr (sizeof...(P) == 7) return function(inputs, flat, changed, raw, node, jvp, none);
  else if constexpr (sizeof...(P) == 8) return function(inputs, flat, changed, raw, node, jvp, none, same);
  else return function(inputs, flat, changed, raw, node, jvp, none, same, false);
}

}  // namespace

LD_EXPORT int ld_backward(void* const* roots, int count, void* const* gradients, int gradient_count, int retain, int create,
                          void* const* inputs, int input_count) {
  try {
    auto grads = tensors(gradients, gradient_count);
    torch::autograd::backward(tensors(roots, count), grads, retain != 0, create != 0, tensors(inputs, input_count));
    return 0;
  } catch (...) {
    return caught();
  }
}

LD_EXPORT int ld_grad(void* const* outputs, int count, void* const* inputs, int input_count, void* const* gradients,
                      int gradient_count, int retain, int create, int allow_unused, void** results) {
  try {
    auto found = torch::autograd::grad(tensors(outputs, count), tensors(inputs, input_count), tensors(gradients, gradient_count),
                                       retain != 0, create != 0, allow_unused != 0);
    for (size_t k = 0; k < found.size(); k++) results[k] = owned(std::move(found[k]));
    return static_cast<int>(found.size());
  } catch (...) {
    return caught();
  }
}

LD_EXPORT int ld_grad_enabled() { return guarded([] { return static_cast<int>(at::GradMode::is_enabled()); }); }
LD_EXPORT void ld_set_grad_enabled(int enabled) {
  guarded([&] { return at::GradMode::set_enabled(enabled != 0), 0; });
}
LD_EXPORT int ld_inference_enabled() { return guarded([] { return static_cast<int>(c10::InferenceMode::is_enabled()); }); }
LD_EXPORT void* ld_inference_enter(int enabled) {
  try {
    return new c10::InferenceMode(enabled != 0);
  } catch (...) {
    caught();
    return nullptr;
  }
}
LD_EXPORT void ld_inference_leave(void* guard) { delete static_cast<c10::InferenceMode*>(guard); }
LD_EXPORT int ld_anomaly_enabled() { return torch::autograd::AnomalyMode::is_enabled(); }
LD_EXPORT int ld_anomaly_checks_nan() {
#if TORCH_VERSION_MAJOR >= 2 || TORCH_VERSION_MINOR >= 13
  return torch::autograd::AnomalyMode::should_check_nan();
#else
  return 1;
#endif
}
LD_EXPORT void ld_set_anomaly(int enabled, int check_nan) {
#if TORCH_VERSION_MAJOR >= 2 || TORCH_VERSION_MINOR >= 13
  torch::autograd::AnomalyMode::set_enabled(enabled != 0, check_nan != 0);
#else
  torch::autograd::AnomalyMode::set_enabled(enabled != 0);
#endif
}

LD_EXPORT int ld_requires_grad(void* handle) {
  return guarded([&] { return static_cast<int>(borrowed(handle).requires_grad()); });
}

LD_EXPORT int ld_set_requires_grad(void* handle, int value) {
  try {
    borrowed(handle).set_requires_grad(value != 0);
    return 0;
  } catch (...) {
    return caught();
  }
}

LD_EXPORT int ld_retain_grad(void* handle) {
  try {
    borrowed(handle).retain_grad();
    return 0;
  } catch (...) {
    return caught();
  }
}

LD_EXPORT int ld_get_grad(void* handle, void** result) {
  try {
    auto tensor = borrowed(handle);
    at::Tensor gradient = tensor.grad();
    *result = owned(std::move(gradient));
    return 0;
  } catch (...) {
    return caught();
  }
}

LD_EXPORT int ld_set_grad(void* handle, void* gradient) {
  try {
    auto tensor = borrowed(handle);
    tensor.mutable_grad() = borrowed(gradient);
    return 0;
  } catch (...) {
    return caught();
  }
}

// Makes `handle` hold the data of `source` (torch's .data assignment).
LD_EXPORT int ld_set_data(void* handle, void* source) {
  try {
    borrowed(handle).set_data(borrowed(source));
    return 0;
  } catch (...) {
    return caught();
  }
}

LD_EXPORT void* ld_node_new(void* state, Backward run, Release free, const char* name) {
  try {
    auto node = new std::shared_ptr<ManagedNode>(new ManagedNode(), torch::autograd::deleteNode);
    (*node)->state = state;
    (*node)->run = run;
    (*node)->free = free;
    (*node)->title = name;
    return node;
  } catch (...) {
    caught();
    return nullptr;
  }
}

LD_EXPORT void ld_node_release(void* node) { delete static_cast<std::shared_ptr<ManagedNode>*>(node); }

LD_EXPORT int ld_node_connect(void* node, void* const* inputs, int count, int executable) {
  try {
    auto& target = *static_cast<std::shared_ptr<ManagedNode>*>(node);
    target->inputs = count;
    if (executable != 0) target->set_next_edges(torch::autograd::collect_next_edges(tensors(inputs, count)));
    target->clear_input_metadata();
    return 0;
  } catch (...) {
    return caught();
  }
}

// Ties the outputs of the forward function to the node; writes their owned handles to `results`.
LD_EXPORT int ld_node_wrap(void* node, void* const* inputs, int input_count, void* const* outputs, int output_count,
                           void* const* dirty, int dirty_count, void* const* constant, int constant_count,
                           int executable, int materialize, void** results) {
  try {
    auto& target = *static_cast<std::shared_ptr<ManagedNode>*>(node);
    std::unordered_set<at::TensorImpl*> changed, flat;
    for (int k = 0; k < dirty_count; k++) changed.insert(static_cast<at::TensorImpl*>(dirty[k]));
    for (int k = 0; k < constant_count; k++) flat.insert(static_cast<at::TensorImpl*>(constant[k]));
    std::vector<Optional<at::Tensor>> raw;
    for (int k = 0; k < output_count; k++) raw.emplace_back(borrowed(outputs[k]));
    torch::autograd::_jvp_fn_t no_jvp = [](variable_list, variable_list) -> variable_list {
      TORCH_CHECK(false, "forward-mode derivatives of a managed function are not defined");
    };
    std::shared_ptr<torch::autograd::Node> data = executable != 0 ? std::shared_ptr<torch::autograd::Node>(target) : nullptr;
    auto wrapped = wrap(&torch::autograd::_wrap_outputs, tensors(inputs, input_count), flat, changed, raw, data, no_jvp);
    target->materialize = materialize != 0;
    for (size_t k = 0; k < wrapped.size(); k++) {
      if (executable != 0) target->outputs.emplace_back(*wrapped[k]);
      results[k] = owned(std::move(*wrapped[k]));
    }
    return static_cast<int>(wrapped.size());
  } catch (...) {
    return caught();
  }
}

// Saves tensors for the backward pass; those among the outputs are saved as such.
LD_EXPORT int ld_node_save(void* node, void* const* values, int count) {
  try {
    auto& target = *static_cast<std::shared_ptr<ManagedNode>*>(node);
    for (auto& tensor : tensors(values, count)) {
      bool is_output = tensor.defined() && tensor.grad_fn().get() == target.get();
      target->saved_is_null.push_back(!tensor.defined());
      target->saved.emplace_back(tensor, is_output);
    }
    return 0;
  } catch (...) {
    return caught();
  }
}

// The node itself, to be named while its backward runs; it does not keep the node alive.
LD_EXPORT void* ld_node_raw(void* node) { return static_cast<std::shared_ptr<ManagedNode>*>(node)->get(); }

LD_EXPORT int ld_node_saved_count(void* raw) { return static_cast<int>(static_cast<ManagedNode*>(raw)->saved.size()); }

// The tensors saved, checked for later in-place changes.
LD_EXPORT int ld_node_saved(void* raw, void** results) {
  try {
    auto target = static_cast<ManagedNode*>(raw);
    auto self = target->shared_from_this();
    TORCH_CHECK(!target->released, torch::autograd::ERR_BACKWARD_TWICE);
    for (size_t k = 0; k < target->saved.size(); k++)
      results[k] = target->saved_is_null[k] ? nullptr : owned(target->saved[k].unpack(self));
    return static_cast<int>(target->saved.size());
  } catch (...) {
    return caught();
  }
}
