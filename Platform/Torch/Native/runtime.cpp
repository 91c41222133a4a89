// The library itself: version, threads, devices, generators, files.
#include "handles.h"
#include "shim.h"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Parallel.h>
#include <ATen/Version.h>
#include <torch/cuda.h>
#include <torch/serialize.h>

#include <dlfcn.h>

#include <mutex>
#include <string>

using namespace leandeep;

namespace {

bool allowed(bool value) { return value; }

// Later versions answer with an enumeration whose zero allows.
template <typename Choice>
bool allowed(Choice value) {
  return static_cast<int>(value) == 0;
}

at::Generator make_generator(int device, int index) {
  auto type = static_cast<c10::DeviceType>(device);
  if (type == c10::DeviceType::CPU) return at::make_generator<at::CPUGeneratorImpl>();
  const auto& base = at::globalContext().defaultGenerator(c10::Device(type, static_cast<c10::DeviceIndex>(index)));
  return base.clone();
}

// The threads of a BLAS with its own pool (OpenBLAS), which torch does not know of.
void set_blas_threads(int count) {
  using Set = void (*)(int);
  if (auto set = reinterpret_cast<Set>(dlsym(RTLD_DEFAULT, "openblas_set_num_threads"))) set(count);
}

}  // namespace

LD_EXPORT const char* ld_version() { return TORCH_VERSION; }

LD_EXPORT const char* ld_config() {
  try {
    static const std::string text = at::show_config() + at::get_parallel_info();
    return text.c_str();
  } catch (...) {
    caught();
    return "";
  }
}

LD_EXPORT int ld_get_threads() { return guarded([] { return at::get_num_threads(); }); }

LD_EXPORT int ld_set_threads(int count) {
  try {
    at::set_num_threads(count);
    set_blas_threads(count);
    return 0;
  } catch (...) {
    return caught();
  }
}

LD_EXPORT int ld_get_interop_threads() { return guarded([] { return static_cast<int>(at::get_num_interop_threads()); }); }

LD_EXPORT int ld_set_interop_threads(int count) {
  try {
    at::set_num_interop_threads(count);
    return 0;
  } catch (...) {
    return caught();
  }
}

LD_EXPORT int ld_cuda_devices() {
  try {
    return static_cast<int>(torch::cuda::device_count());
  } catch (...) {
    return caught();
  }
}

LD_EXPORT int ld_cudnn_available() {
  try {
    return torch::cuda::cudnn_is_available();
  } catch (...) {
    return caught();
  }
}

LD_EXPORT int ld_cuda_synchronize(int64_t index) {
  try {
    torch::cuda::synchronize(index);
    return 0;
  } catch (...) {
    return caught();
  }
}

// Seeds every CUDA device, or (all = 0) the current one.
LD_EXPORT int ld_cuda_seed(int64_t seed, int all) {
  try {
    if (all != 0) torch::cuda::manual_seed_all(static_cast<uint64_t>(seed));
    else torch::cuda::manual_seed(static_cast<uint64_t>(seed));
    return 0;
  } catch (...) {
    return caught();
  }
}

// torch.manual_seed: the default generators of the CPU and of all CUDA devices.
LD_EXPORT int ld_manual_seed(int64_t seed) {
  try {
    at::manual_seed(static_cast<uint64_t>(seed));
    return 0;
  } catch (...) {
    return caught();
  }
}

LD_EXPORT void* ld_generator_new(int device, int index) {
  try {
    return new at::Generator(make_generator(device, index));
  } catch (...) {
    caught();
    return nullptr;
  }
}

LD_EXPORT void* ld_generator_default(int device, int index) {
  try {
    return new at::Generator(
        at::globalContext().defaultGenerator(c10::Device(static_cast<c10::DeviceType>(device), static_cast<c10::DeviceIndex>(index))));
  } catch (...) {
    caught();
    return nullptr;
  }
}

LD_EXPORT void ld_generator_release(void* generator) { delete static_cast<at::Generator*>(generator); }

LD_EXPORT int ld_generator_set_seed(void* generator, int64_t seed) {
  try {
    auto& target = *static_cast<at::Generator*>(generator);
    std::lock_guard<std::mutex> lock(target.mutex());
    target.set_current_seed(static_cast<uint64_t>(seed));
    return 0;
  } catch (...) {
    return caught();
  }
}

// Reads the seed; with `fresh` first draws one that is not deterministic.
LD_EXPORT int ld_generator_seed(void* generator, int fresh, int64_t* seed) {
  try {
    auto& target = *static_cast<at::Generator*>(generator);
    std::lock_guard<std::mutex> lock(target.mutex());
    *seed = static_cast<int64_t>(fresh != 0 ? target.seed() : target.current_seed());
    return 0;
  } catch (...) {
    return caught();
  }
}

LD_EXPORT int ld_generator_get_state(void* generator, void** state) {
  try {
    auto& target = *static_cast<at::Generator*>(generator);
    std::lock_guard<std::mutex> lock(target.mutex());
    *state = owned(target.get_state());
    return 0;
  } catch (...) {
    return caught();
  }
}

LD_EXPORT int ld_generator_set_state(void* generator, void* state) {
  try {
    auto& target = *static_cast<at::Generator*>(generator);
    std::lock_guard<std::mutex> lock(target.mutex());
    target.set_state(borrowed(state));
    return 0;
  } catch (...) {
    return caught();
  }
}

// 0: matmul in TF32, 1: cuDNN in TF32, 2: reduced-precision fp16 sums.
LD_EXPORT int ld_get_flag(int flag) {
  return guarded([&]() -> int {
    const auto& context = at::globalContext();
    switch (flag) {
      case 0: return context.allowTF32CuBLAS();
      case 1: return context.allowTF32CuDNN();
      default: return allowed(context.allowFP16ReductionCuBLAS());
    }
  });
}

LD_EXPORT int ld_set_flag(int flag, int value) {
  try {
    auto& context = at::globalContext();
    switch (flag) {
      case 0: context.setAllowTF32CuBLAS(value != 0); break;
      case 1: context.setAllowTF32CuDNN(value != 0); break;
      default: context.setAllowFP16ReductionCuBLAS(value != 0); break;
    }
    return 0;
  } catch (...) {
    return caught();
  }
}

// torch's own file format for one tensor.
LD_EXPORT int ld_save(void* handle, const char* path) {
  try {
    torch::save(borrowed(handle), path);
    return 0;
  } catch (...) {
    return caught();
  }
}

LD_EXPORT int ld_load(const char* path, void** result) {
  try {
    at::Tensor tensor;
    torch::load(tensor, path);
    *result = owned(std::move(tensor));
    return 0;
  } catch (...) {
    return caught();
  }
}
