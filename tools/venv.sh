#!/bin/sh
# Makes a virtual environment and installs locked requirements into it, saying what to type when
# the machine lacks something.  Usage: tools/venv.sh VENV REQUIREMENTS.txt…
set -eu
venv=$1; shift

say() { printf '%s\n' "$@" >&2; }

find_python() { # the first Python ≥ 3.11: $PYTHON if given, else the usual names
    for candidate in ${PYTHON:-python3 python3.13 python3.12 python3.11}; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
    say "需要 Python 3.11 或更高版本，这台机器上没有找到。请输入：" \
        "jiheng needs Python 3.11 or newer and found none. Type:" \
        "    apt-get install python3 python3-venv" \
        "    （或指定解释器 / or name one: make setup PYTHON=/path/to/python3.11）"
    exit 1
}

as_root() { # run as root if that needs no password
    if [ "$(id -u)" = 0 ]; then "$@"
    elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then sudo -n "$@"
    else return 1
    fi
}

need_ensurepip() { # Debian ships venv's pip apart, in python3.X-venv
    "$python" -c 'import ensurepip, venv' 2>/dev/null && return
    package=python3-venv
    if command -v apt-get >/dev/null 2>&1 && as_root true; then
        say "正在安装 $package …… / installing $package …"
        as_root apt-get update -qq >&2 || true
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $package >/dev/null || true
    fi
    "$python" -c 'import ensurepip, venv' 2>/dev/null && return
    say "这个 Python 不能建立虚拟环境，少了系统软件包 $package。请输入（需要管理员权限）：" \
        "This Python cannot make a virtual environment: $package is missing. Type (as root):" \
        "    apt-get update && apt-get install $package" \
        "然后重新运行刚才的命令；没有它，什么都不能安装。" \
        "Then repeat your command; nothing can be installed without it."
    exit 1
}

if ! "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
    python=$(find_python)
    need_ensurepip
    say "正在建立 $venv（$("$python" --version)）…… / making $venv …"
    "$python" -m venv --clear "$venv"
fi

args=""
for list in "$@"; do args="$args -r $list"; done
say "正在安装 $* …… / installing …"
# Wheels only: a source archive runs its maker's program while it is installed.
# shellcheck disable=SC2086  # the list names hold no blanks
if ! "$venv/bin/python" -m pip install -qq --disable-pip-version-check --require-hashes --only-binary :all: $args
then
    say "安装没有完成。请检查网络或软件源设置（pip config list），再运行一次刚才的命令。" \
        "The installation did not finish. Check the network or pip's index settings" \
        "(pip config list), then repeat your command."
    exit 1
fi
