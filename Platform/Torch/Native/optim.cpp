// Optimizer steps over lists of parameters: one crossing from managed code for a whole group.
//
// A parameter without a gradient is left out. Dense CPU float and double tensors take a fused loop;
// anything else (CUDA, other strides, complex) the same arithmetic through ATen.
#include "handles.h"
#include "shim.h"

#include <ATen/Parallel.h>
#include <c10/core/GradMode.h>

#include <cmath>
#include <cstring>
#include <vector>

// The loops are vectorised for the machine they run on, without fused multiply-add, so that all machines agree.
#if defined(__x86_64__)
#define KERNEL __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define KERNEL
#endif

using namespace leandeep;

namespace {

enum Flags : int32_t { kMaximize = 1, kAmsgrad = 2, kDecoupled = 4, kNesterov = 8, kCentered = 16 };

constexpr int64_t kGrain = 32768;

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
KERNEL void adam_loop(T* __restrict p, const T* __restrict g, T* __restrict m, T* __restrict v, T* __restrict top,
                      int64_t begin, int64_t end, const Adam& a) {
  const T beta1 = a.beta1, beta2 = a.beta2, rest1 = 1 - a.beta1, rest2 = 1 - a.beta2, eps = a.eps, decay = a.weight_decay;
  const T shrink = a.shrink, step = -a.step_size, scale = 1 / a.root_correction2, sign = a.sign;
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
    p[k] = x + step * m[k] / (std::sqrt(second) * scale + eps);
  }
}

struct Sgd {
  double rate, momentum, dampening, weight_decay, sign;
};

template <typename T>
KERNEL void descent_loop(T* __restrict p, const T* __restrict g, int64_t begin, int64_t end, const Sgd& a) {
  const T decay = a.weight_decay, step = -a.rate, sign = a.sign;
  for (int64_t k = begin; k < end; k++) p[k] += step * (sign * g[k] + decay * p[k]);
}

template <typename T, bool kAhead>
KERNEL void momentum_loop(T* __restrict p, const T* __restrict g, T* __restrict b, int64_t begin, int64_t end, const Sgd& a) {
  const T decay = a.weight_decay, step = -a.rate, sign = a.sign, keep = a.momentum, rest = 1 - a.dampening;
  for (int64_t k = begin; k < end; k++) {
    const T d = sign * g[k] + decay * p[k];
    b[k] = keep * b[k] + rest * d;
    p[k] += step * (kAhead ? d + keep * b[k] : b[k]);
  }
}

struct RmsProp {
  double rate, alpha, eps, weight_decay, momentum, sign;
};

template <typename T, bool kMean, bool kMomentum>
KERNEL void rmsprop_loop(T* __restrict p, const T* __restrict g, T* __restrict s, T* __restrict b, T* __restrict mean,
                         int64_t begin, int64_t end, const RmsProp& a) {
  const T keep = a.alpha, rest = 1 - a.alpha, eps = a.eps, decay = a.weight_decay, push = a.momentum, step = -a.rate, sign = a.sign;
  for (int64_t k = begin; k < end; k++) {
    const T d = sign * g[k] + decay * p[k];
    s[k] = keep * s[k] + rest * d * d;
    T variance = s[k];
    if (kMean) {
      mean[k] = keep * mean[k] + rest * d;
      variance -= mean[k] * mean[k];
    }
    T move = d / (std::sqrt(variance) + eps);
    if (kMomentum) {
      move += push * b[k];
      b[k] = move;
    }
    p[k] += step * move;
  }
}

template <typename T>
KERNEL void adagrad_loop(T* __restrict p, const T* __restrict g, T* __restrict s, int64_t begin, int64_t end, double rate,
                         double weight_decay, double eps_) {
  const T decay = weight_decay, eps = eps_, step = -rate;
  for (int64_t k = begin; k < end; k++) {
    const T d = g[k] + decay * p[k];
    s[k] += d * d;
    p[k] += step * d / (std::sqrt(s[k]) + eps);
  }
}

template <typename T>
KERNEL void scale_loop(T* __restrict g, int64_t begin, int64_t end, double factor) {
  const T scale = factor;
  for (int64_t k = begin; k < end; k++) g[k] *= scale;
}

// In double; the lanes are fixed, so the order of the additions is the same on every machine.
template <typename T>
KERNEL double sum_of_squares(const T* __restrict g, int64_t n) {
  constexpr int kLanes = 8;
  double lanes[kLanes] = {};
  int64_t k = 0;
  for (; k + kLanes <= n; k += kLanes)
    for (int j = 0; j < kLanes; j++) lanes[j] += static_cast<double>(g[k + j]) * static_cast<double>(g[k + j]);
  double sum = 0;
  for (; k < n; k++) sum += static_cast<double>(g[k]) * static_cast<double>(g[k]);
  for (double lane : lanes) sum += lane;
  return sum;
}

// Runs a loop over ranges of the elements, on several threads if torch may use them and it pays.
template <typename F>
void spread(const at::Tensor& parameter, F&& loop) {
  by_type(parameter, [&](auto zero) {
    at::parallel_for(0, parameter.numel(), kGrain, [&](int64_t begin, int64_t end) { loop(zero, begin, end); });
  });
}

}  // namespace

// Drops or zeroes the gradients.
LD_EXPORT int ld_zero_grads(void* const* parameters, int count, int set_to_none) {
  return guarded([&] {
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
  });
}

// Adam and AdamW (kDecoupled); `steps` counts the updates of each parameter.
LD_EXPORT int ld_adam(void* const* parameters, void* const* exp_avg, void* const* exp_avg_sq, void* const* max_exp_avg_sq,
                      int64_t* steps, int count, double lr, double beta1, double beta2, double eps, double weight_decay,
                      int flags) {
  return guarded([&] {
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
        spread(p, [&](auto zero, int64_t begin, int64_t end) {
          using T = decltype(zero);
          const auto loop = amsgrad ? adam_loop<T, true> : adam_loop<T, false>;
          loop(data<T>(p), data<T>(p.grad()), data<T>(m), data<T>(v), amsgrad ? data<T>(top) : nullptr, begin, end, a);
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
  });
}

// Stochastic gradient descent; a momentum buffer that is absent (0) is made from the first direction.
LD_EXPORT int ld_sgd(void* const* parameters, void** buffers, int count, double lr, double momentum, double dampening,
                     double weight_decay, int flags) {
  return guarded([&] {
    c10::AutoGradMode no_grad(false);
    const bool maximize = flags & kMaximize, nesterov = flags & kNesterov;
    for (int k = 0; k < count; k++) {
      auto p = borrowed(parameters[k]);
      if (!p.grad().defined()) continue;
      const Sgd a{lr, momentum, dampening, weight_decay, maximize ? -1.0 : 1.0};
      if (momentum == 0 && fusable(p, p.grad())) {
        spread(p, [&](auto zero, int64_t begin, int64_t end) {
          using T = decltype(zero);
          descent_loop<T>(data<T>(p), data<T>(p.grad()), begin, end, a);
        });
        changed(p);
        continue;
      }
      auto buffer = borrowed(buffers[k]);
      if (momentum != 0 && buffer.defined() && fusable(p, p.grad(), buffer)) {
        spread(p, [&](auto zero, int64_t begin, int64_t end) {
          using T = decltype(zero);
          const auto loop = nesterov ? momentum_loop<T, true> : momentum_loop<T, false>;
          loop(data<T>(p), data<T>(p.grad()), data<T>(buffer), begin, end, a);
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
          buffers[k] = owned(at::Tensor(buffer));
        }
        d = nesterov ? d.add(buffer, momentum) : buffer;
      }
      p.add_(d, -lr);
    }
    return 0;
  });
}

LD_EXPORT int ld_rmsprop(void* const* parameters, void* const* square_avg, void* const* momentum_buffer, void* const* grad_avg,
                         int64_t* steps, int count, double lr, double alpha, double eps, double weight_decay, double momentum,
                         int flags) {
  return guarded([&] {
    c10::AutoGradMode no_grad(false);
    const bool maximize = flags & kMaximize, centered = flags & kCentered;
    for (int k = 0; k < count; k++) {
      auto p = borrowed(parameters[k]);
      if (!p.grad().defined()) continue;
      steps[k]++;
      auto square = borrowed(square_avg[k]), buffer = borrowed(momentum_buffer[k]), mean = borrowed(grad_avg[k]);
      if (fusable(p, p.grad(), square, buffer, mean)) {
        const RmsProp a{lr, alpha, eps, weight_decay, momentum, maximize ? -1.0 : 1.0};
        spread(p, [&](auto zero, int64_t begin, int64_t end) {
          using T = decltype(zero);
          const auto loop = centered ? (momentum > 0 ? rmsprop_loop<T, true, true> : rmsprop_loop<T, true, false>)
                                     : (momentum > 0 ? rmsprop_loop<T, false, true> : rmsprop_loop<T, false, false>);
          loop(data<T>(p), data<T>(p.grad()), data<T>(square), data<T>(buffer), data<T>(mean), begin, end, a);
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
  });
}

LD_EXPORT int ld_adagrad(void* const* parameters, void* const* sums, int64_t* steps, int count, double lr, double lr_decay,
                         double weight_decay, double eps) {
  return guarded([&] {
    c10::AutoGradMode no_grad(false);
    for (int k = 0; k < count; k++) {
      auto p = borrowed(parameters[k]);
      if (!p.grad().defined()) continue;
      auto sum = borrowed(sums[k]);
      const double rate = lr / (1 + static_cast<double>(steps[k]++) * lr_decay);
      if (fusable(p, p.grad(), sum)) {
        spread(p, [&](auto zero, int64_t begin, int64_t end) {
          using T = decltype(zero);
          adagrad_loop<T>(data<T>(p), data<T>(p.grad()), data<T>(sum), begin, end, rate, weight_decay, eps);
        });
        changed(p, sum);
        continue;
      }
      auto d = direction(p, weight_decay, false);
      sum.addcmul_(d, d, 1);
      p.addcdiv_(d, sum.sqrt().add_(eps), -rate);
    }
    return 0;
  });
}

// Scales the gradients so that their joint norm is at most `max_norm`; writes the norm before.
LD_EXPORT int ld_clip_grad_norm(void* const* parameters, int count, double max_norm, double norm_type, double* total) {
  return guarded([&] {
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
          squares += sum_of_squares<T>(data<T>(gradient), gradient.numel());
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
      spread(gradient, [&](auto zero, int64_t begin, int64_t end) {
        using T = decltype(zero);
        scale_loop<T>(data<T>(gradient), begin, end, factor);
      });
      changed(gradient);
    }
    return 0;
  });
}
