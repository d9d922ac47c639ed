#!/bin/sh
# Makes .venv with Python 3.11, or says in one sentence what is missing.
for candidate in python3.11 python3 python; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null; then
        python=$candidate
        break
    fi
done
if [ -z "$python" ]; then
    echo "未找到 Python 3.11：请安装（Debian、Ubuntu：python3.11 和 python3.11-venv）后重新运行同一命令。 Python 3.11 was not found: install it (Debian, Ubuntu: python3.11 and python3.11-venv) and run the same command again." >&2
    exit 1
fi
if ! "$python" -c 'import venv, ensurepip' 2>/dev/null; then
    echo "Python 3.11 缺少 venv 模块：请安装（Debian、Ubuntu：apt install python3.11-venv）后重新运行同一命令。 Python 3.11 is here without its venv module: install it (Debian, Ubuntu: apt install python3.11-venv) and run the same command again." >&2
    exit 1
fi
if ! "$python" -m venv --clear .venv; then
    rm -rf .venv
    echo "无法建立 .venv 环境，原因见上面几行。 The environment .venv could not be made; the lines above say why." >&2
    exit 1
fi
