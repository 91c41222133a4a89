// Optimizer steps over lists of parameters: one crossing from managed code for a whole group.
//
// A parameter without a gradient is left out. Dense CPU float and double tensors take a fused loop;
// anything else (CUDA, other strides, complex) the same arithmetic through ATen.
#include "shim.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <c10/core/GradMode.h>

#include <cmath>
#include <cstring>
#include <vector>

#pragma GCC optimize("O3,no-math-errno,no-trapping-math")

using namespace leandeep;

namespace {

enum Flags : int32_t { kMaximize = 1, kAmsgrad = 2, kDecoupled = 4, kNesterov = 8, kCentered = 16 };

constexpr int64_t kGrain = 32768;

at::Tensor borrowed(const void* handle) {
  if (handle == nullptr) return at::Tensor();
  return at::Tensor(c10::intrusive_ptr<c10::TensorImpl, c10::UndefinedTensorImpl>::unsafe_reclaim_from_nonowning(
      static_cast<c10::TensorImpl*>(const_cast<void*>(handle))));
}

bool dense(const at::Tensor& x, const at::Tensor& like) {
  return x.layout() == at::kStrided && x.device().is_cpu() && x.is_contiguous() && x.scalar_type() == like.scalar_type() &&
         x.numel() == like.numel() && !x.is_conj() && !x.is_neg();
}

// Whether a parameter and all that its step reads and writes lie flat in memory, in one type.
template <typename... Rest>
bool fusable(const at::Tensor& parameter, const Rest&... rest) {
  const auto type = parameter.scalar_type();
  return (type == at::kFloat || type == at::kDouble) && dense(parameter, parameter) && (... && dense(rest, parameter));
}

// The version counts in-place changes: a backward pass over stale saved values must still be refused.
template <typename... Rest>
void changed(const Rest&... rest) {
  (..., rest.unsafeGetTensorImpl()->bump_version());
}

template <typename F>
void by_type(const at::Tensor& parameter, F&& f) {
  if (parameter.scalar_type() == at::kFloat) f(float());
  else f(double());
}

template <typename T>
T* data(const at::Tensor& x) {
  return x.defined() ? static_cast<T*>(x.data_ptr()) : nullptr;
}

at::Tensor direction(const at::Tensor& parameter, double weight_decay, bool maximize) {
  auto grad = maximize ? parameter.grad().neg() : parameter.grad();
  return weight_decay != 0 ? grad.add(parameter, weight_decay) : grad;
}

struct Adam {
  double beta1, beta2, eps, weight_decay, shrink, step_size, root_correction2, sign;
};

template <typename T, bool kMaximum>
void adam_loop(T* __restrict p, const T* __restrict g, T* __restrict m, T* __restrict v, T* __restrict top, int64_t begin,
               int64_t end, const Adam& a) {
  const T beta1 = a.beta1, beta2 = a.beta2, rest1 = 1 - a.beta1, rest2 = 1 - a.beta2, eps = a.eps, decay = a.weight_decay;
  const T shrink = a.shrink, step = -a.step_size, root = a.root_correction2, sign = a.sign;
  for (int64_t k = begin; k < end; k++) {
    const T x = p[k] * shrink;
    const T gradient = sign * g[k] + decay * x;
    m[k] = m[k] * beta1 + rest1 * gradient;
    v[k] = v[k] * beta2 + rest2 * gradient * gradient;
    T second = v[k];
    if (kMaximum) {
      second = top[k] > second ? top[k] : second;
      top[k] = second;
    }
    p[k] = x + step * m[k] / (std::sqrt(second) / root + eps);
  }
}

}  // namespace

// Drops or zeroes the gradients.
LD_EXPORT int ld_zero_grads(void* const* parameters, int count, int set_to_none) {
  try {
    for (int k = 0; k < count; k++) {
      auto parameter = borrowed(parameters[k]);
      auto& gradient = parameter.mutable_grad();
      if (!gradient.defined()) continue;
      if (set_to_none != 0) {
        gradient.reset();
        continue;
      }
      if (gradient.grad_fn()) gradient = gradient.detach();
      else gradient.requires_grad_(false);
      if (fusable(gradient)) {
        std::memset(gradient.data_ptr(), 0, gradient.nbytes());
        changed(gradient);
      } else {
        gradient.zero_();
      }
    }
    return 0;
  } catch (...) {
    return caught();
  }
}

// Adam and AdamW (kDecoupled); `steps` counts the updates of each parameter.
LD_EXPORT int ld_adam(void* const* parameters, void* const* exp_avg, void* const* exp_avg_sq, void* const* max_exp_avg_sq,
                      int64_t* steps, int count, double lr, double beta1, double beta2, double eps, double weight_decay,
                      int flags) {
  try {
    c10::AutoGradMode no_grad(false);
    const bool amsgrad = flags & kAmsgrad, maximize = flags & kMaximize, decoupled = flags & kDecoupled;
    for (int k = 0; k < count; k++) {
      auto p = borrowed(parameters[k]);
      if (!p.grad().defined()) continue;
      auto m = borrowed(exp_avg[k]), v = borrowed(exp_avg_sq[k]), top = amsgrad ? borrowed(max_exp_avg_sq[k]) : v;
      const double step = static_cast<double>(++steps[k]);
      const Adam a{beta1, beta2, eps, decoupled ? 0 : weight_decay, decoupled ? 1 - lr * weight_decay : 1,
                   lr / (1 - std::pow(beta1, step)), std::sqrt(1 - std::pow(beta2, step)), maximize ? -1.0 : 1.0};
      if (fusable(p, p.grad(), m, v, top)) {
        by_type(p, [&](auto zero) {
          using T = decltype(zero);
          T *pp = data<T>(p), *mm = data<T>(m), *vv = data<T>(v), *tt = data<T>(top);
          const T* gg = data<T>(p.grad());
          at::parallel_for(0, p.numel(), kGrain, [&](int64_t begin, int64_t end) {
            if (amsgrad) adam_loop<T, true>(pp, gg, mm, vv, tt, begin, end, a);
            else adam_loop<T, false>(pp, gg, mm, vv, nullptr, begin, end, a);
          });
        });
        changed(p, m, v);
        if (amsgrad) changed(top);
        continue;
      }
      if (decoupled) p.mul_(a.shrink);
      auto grad = direction(p, a.weight_decay, maximize);
      m.mul_(beta1).add_(grad, 1 - beta1);
      v.mul_(beta2).addcmul_(grad, grad.conj(), 1 - beta2);
      if (amsgrad) at::maximum_out(top, top, v);
      p.addcdiv_(m, top.sqrt().div_(a.root_correction2).add_(eps), -a.step_size);
    }
    return 0;
  } catch (...) {
    return caught();
  }
}

// Stochastic gradient descent; a momentum buffer that is absent (0) is made from the first direction.
LD_EXPORT int ld_sgd(void* const* parameters, void** buffers, int count, double lr, double momentum, double dampening,
                     double weight_decay, int flags) {
  try {
    c10::AutoGradMode no_grad(false);
    const bool maximize = flags & kMaximize, nesterov = flags & kNesterov;
    for (int k = 0; k < count; k++) {
      auto p = borrowed(parameters[k]);
      if (!p.grad().defined()) continue;
      if (momentum == 0 && fusable(p, p.grad())) {
        by_type(p, [&](auto zero) {
          using T = decltype(zero);
          T* __restrict x = data<T>(p);
          const T* __restrict g = data<T>(p.grad());
          const T decay = weight_decay, step = -lr, sign = maximize ? -1 : 1;
          for (int64_t j = 0; j < p.numel(); j++) x[j] += step * (sign * g[j] + decay * x[j]);
        });
        changed(p);
        continue;
      }
      auto buffer = borrowed(buffers[k]);
      if (buffer.defined() && fusable(p, p.grad(), buffer)) {
        by_type(p, [&](auto zero) {
          using T = decltype(zero);
          T *__restrict x = data<T>(p), *__restrict b = data<T>(buffer);
          const T* __restrict g = data<T>(p.grad());
          const T decay = weight_decay, step = -lr, sign = maximize ? -1 : 1, keep = momentum, rest = 1 - dampening;
          const T ahead = nesterov ? momentum : 0, follow = nesterov ? 1 : 0;
          for (int64_t j = 0; j < p.numel(); j++) {
            const T d = sign * g[j] + decay * x[j];
            b[j] = keep * b[j] + rest * d;
            x[j] += step * (nesterov ? follow * d + ahead * b[j] : b[j]);
          }
        });
        changed(p, buffer);
        continue;
      }
      auto d = direction(p, weight_decay, maximize);
      if (momentum != 0) {
        if (buffer.defined()) {
          buffer.mul_(momentum).add_(d, 1 - dampening);
        } else {
          buffer = d.clone();
          buffers[k] = at::Tensor(buffer).unsafeReleaseTensorImpl();
        }
        d = nesterov ? d.add(buffer, momentum) : buffer;
      }
      p.add_(d, -lr);
    }
    return 0;
  } catch (...) {
    return caught();
  }
}

LD_EXPORT int ld_rmsprop(void* const* parameters, void* const* square_avg, void* const* momentum_buffer, void* const* grad_avg,
                         int64_t* steps, int count, double lr, double alpha, double eps, double weight_decay, double momentum,
                         int flags) {
  try {
    c10::AutoGradMode no_grad(false);
    const bool maximize = flags & kMaximize, centered = flags & kCentered;
    for (int k = 0; k < count; k++) {
      auto p = borrowed(parameters[k]);
      if (!p.grad().defined()) continue;
      steps[k]++;
      auto square = borrowed(square_avg[k]), buffer = borrowed(momentum_buffer[k]), mean = borrowed(grad_avg[k]);
      if (fusable(p, p.grad(), square, buffer, mean)) {
        by_type(p, [&](auto zero) {
          using T = decltype(zero);
          T *__restrict x = data<T>(p), *__restrict s = data<T>(square), *__restrict b = data<T>(buffer), *__restrict a = data<T>(mean);
          const T* __restrict g = data<T>(p.grad());
          const T keep = alpha, rest = 1 - alpha, small = eps, decay = weight_decay, push = momentum, step = -lr, sign = maximize ? -1 : 1;
          for (int64_t j = 0; j < p.numel(); j++) {
            const T d = sign * g[j] + decay * x[j];
            s[j] = keep * s[j] + rest * d * d;
            T variance = s[j];
            if (centered) {
              a[j] = keep * a[j] + rest * d;
              variance -= a[j] * a[j];
            }
            const T scaled = d / (std::sqrt(variance) + small);
            if (momentum > 0) {
              b[j] = push * b[j] + scaled;
              x[j] += step * b[j];
            } else {
              x[j] += step * scaled;
            }
          }
        });
        changed(p, square);
        if (centered) changed(mean);
        if (momentum > 0) changed(buffer);
        continue;
      }
      auto d = direction(p, weight_decay, maximize);
      square.mul_(alpha).addcmul_(d, d, 1 - alpha);
      at::Tensor average;
      if (centered) {
        mean.mul_(alpha).add_(d, 1 - alpha);
        average = square.addcmul(mean, mean, -1).sqrt_().add_(eps);
      } else {
        average = square.sqrt().add_(eps);
      }
      if (momentum > 0) p.add_(buffer.mul_(momentum).addcdiv_(d, average), -lr);
      else p.addcdiv_(d, average, -lr);
    }
    return 0;
  } catch (...) {
    return caught();
  }
}

LD_EXPORT int ld_adagrad(void* const* parameters, void* const* sums, int64_t* steps, int count, double lr, double lr_decay,
                         double weight_decay, double eps) {
  try {
    c10::AutoGradMode no_grad(false);
    for (int k = 0; k < count; k++) {
      auto p = borrowed(parameters[k]);
      if (!p.grad().defined()) continue;
      auto sum = borrowed(sums[k]);
      const double rate = lr / (1 + static_cast<double>(steps[k]++) * lr_decay);
      if (fusable(p, p.grad(), sum)) {
        by_type(p, [&](auto zero) {
          using T = decltype(zero);
          T *__restrict x = data<T>(p), *__restrict s = data<T>(sum);
          const T* __restrict g = data<T>(p.grad());
          const T decay = weight_decay, small = eps, step = -rate;
          for (int64_t j = 0; j < p.numel(); j++) {
            const T d = g[j] + decay * x[j];
            s[j] += d * d;
            x[j] += step * d / (std::sqrt(s[j]) + small);
          }
        });
        changed(p, sum);
        continue;
      }
      auto d = direction(p, weight_decay, false);
      sum.addcmul_(d, d, 1);
      p.addcdiv_(d, sum.sqrt().add_(eps), -rate);
    }
    return 0;
  } catch (...) {
    return caught();
  }
}

// Scales the gradients so that their joint norm is at most `max_norm`; writes the norm before.
LD_EXPORT int ld_clip_grad_norm(void* const* parameters, int count, double max_norm, double norm_type, double* total) {
  try {
    c10::AutoGradMode no_grad(false);
    std::vector<at::Tensor> gradients;
    bool flat = norm_type == 2;
    for (int k = 0; k < count; k++) {
      auto gradient = borrowed(parameters[k]).grad();
      if (!gradient.defined()) continue;
      gradients.push_back(gradient);
      flat = flat && fusable(gradient);
    }
    *total = 0;
    if (gradients.empty()) return 0;
    if (flat) {
      double squares = 0;
      for (const auto& gradient : gradients)
        by_type(gradient, [&](auto zero) {
          using T = decltype(zero);
          const T* g = data<T>(gradient);
          for (int64_t j = 0; j < gradient.numel(); j++) squares += static_cast<double>(g[j]) * static_cast<double>(g[j]);
        });
      *total = std::sqrt(squares);
    } else {
      std::vector<at::Tensor> norms;
      for (const auto& gradient : gradients) norms.push_back(at::norm(gradient, norm_type).to(gradients[0].device()));
      *total = (std::isinf(norm_type) ? at::stack(norms).max() : at::norm(at::stack(norms), norm_type)).item<double>();
    }
    const double factor = max_norm / (*total + 1e-6);
    // A norm that is not a number goes on: it must reach the gradients.
    if (factor >= 1) return 0;
    for (auto& gradient : gradients) {
      if (!flat) {
        gradient.mul_(factor);
        continue;
      }
      by_type(gradient, [&](auto zero) {
        using T = decltype(zero);
        T* __restrict g = data<T>(gradient);
        const T scale = factor;
        for (int64_t j = 0; j < gradient.numel(); j++) g[j] *= scale;
      });
      changed(gradient);
    }
    return 0;
  } catch (...) {
    return caught();
  }
}
