#!/usr/bin/env bash
# Builds build/libleandeep_torch.so against the system's libtorch, or the one in $LIBTORCH.
# Does nothing when the library is newer than its sources and made for the same libtorch.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

sources=(*.cpp)
output=build/libleandeep_torch.so
flags=(-std=c++17 -O3 -fno-math-errno -fno-trapping-math -ffp-contract=off -fPIC -fvisibility=hidden -w)

if [[ -n "${LIBTORCH:-}" ]]; then
    root=$(cd "$LIBTORCH" 2>/dev/null && pwd) || { echo "LIBTORCH: expected the folder of a libtorch, found no folder $LIBTORCH" >&2; exit 1; }
    include=(-I"$root/include" -I"$root/include/torch/csrc/api/include")
    library="$root/lib"
else
    root=/usr
    include=(-I/usr/include/torch/csrc/api/include)
    library=$(dirname "$(ls /usr/lib/*/libtorch_cpu.so /usr/lib/libtorch_cpu.so /usr/lib64/libtorch_cpu.so 2>/dev/null | head -n 1)")
fi
headers="$root/include/torch/csrc/api/include/torch/version.h"
if [[ ! -f "$headers" || ! -f "$library/libtorch_cpu.so" ]]; then
    echo "libtorch not found: looked for $headers and libtorch_cpu.so in ${library:-/usr/lib}; install libtorch-dev or set LIBTORCH to an unpacked libtorch" >&2
    exit 1
fi
command -v g++ >/dev/null || { echo "g++ not found: install g++" >&2; exit 1; }

# The string ABI must be libtorch's own; some of its distributions are built with the old one.
abi=1
if [[ $(nm -D "$library/libc10.so" | grep -c __cxx11) == 0 ]]; then abi=0; fi
flags+=(-D_GLIBCXX_USE_CXX11_ABI=$abi)

libraries=(-ltorch_cpu -lc10)
# libtorch_cuda registers its kernels when it is loaded, so it must be, though nothing names it.
[[ -f "$library/libtorch_cuda.so" ]] && libraries=(-Wl,--no-as-needed -ltorch -ltorch_cuda -lc10_cuda "${libraries[@]}")

mkdir -p build
stamp="$root $(grep -oE 'TORCH_VERSION_(MAJOR|MINOR|PATCH) [0-9]+' "$headers" | tr '\n' ' ') ${flags[*]} ${libraries[*]}"
if [[ -f "$output" && "$(cat build/stamp 2>/dev/null)" == "$stamp" ]]; then
    newer=$(find "${sources[@]}" shim.h handles.h build.sh -newer "$output")
    if [[ -z "$newer" ]]; then exit 0; fi
fi

rm -f build/*.o
printf '%s\n' "${sources[@]}" | xargs -P "$(nproc)" -I{} g++ "${flags[@]}" "${include[@]}" -c {} -o build/{}.o
g++ -shared -Wl,--no-undefined -o "$output.new" build/*.o -L"$library" -Wl,-rpath,"$library" "${libraries[@]}" -ldl
mv "$output.new" "$output"
echo "$stamp" > build/stamp
