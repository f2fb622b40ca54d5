#!/usr/bin/env bash
# Builds what a comparison needs and runs it: bench.sh training|decoding|data [OPTIONS]. Started by ./burnish bench, which finds a JDK.
set -euo pipefail

cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
readonly environment=.burnish/benchmarks/venv
readonly log=.burnish/logs/benchmarks.log

usage() {
  cat <<'END'
Usage: ./burnish bench training|decoding|data [OPTIONS]

Compares Burnish with transformers, PEFT, TRL, bare torch and tokenizers on this machine, side by side, and prints ratios:
training, decoding, which also compares ways to keep weights and to serve several adapters, or how data comes in.
The first time, the baselines are installed from the Python registry into .burnish/benchmarks/venv (gigabytes);
BURNISH_BENCH_PYTHON names a Python 3.11 or newer that has them already. --quick takes minutes, --help tells more.
END
}

# Prints a Python with the baselines in it.
baselines() {
  if [[ -n ${BURNISH_BENCH_PYTHON:-} ]]; then
    printf '%s\n' "$BURNISH_BENCH_PYTHON"
    return
  fi
  if ! cmp -s benchmarks/requirements.txt "$environment/installed.txt"; then
    printf 'Installing the baselines into %s; output: %s\n' "$environment" "$log" >&2
    python3 -m venv "$environment"
    "$environment/bin/pip" install -r benchmarks/requirements.txt >"$log" 2>&1
    cp benchmarks/requirements.txt "$environment/installed.txt"
  fi
  printf '%s\n' "$environment/bin/python"
}

main() {
  local what=${1:-} python
  case $what in
    training | decoding | data) ;;
    *)
      usage
      [[ $what == -h || $what == --help ]] || exit 2
      exit 0
      ;;
  esac
  mkdir -p "${log%/*}"
  python=$(baselines)
  if [[ ! " ${*:2} " =~ \ (-h|--help)\  ]]; then
    ./mvnw -q package -DskipTests -pl contracts,llm-text,llm-core,service-kit,formatting-service,benchmarks >"$log" 2>&1 || {
      tail -n 20 "$log" >&2
      exit 1
    }
  fi
  exec "$python" "benchmarks/side_by_side/$what.py" "${@:2}"
}

main "$@"
