"""Writes DATA_DIR/portal.env for a portal on this machine, once: `python deploy/write_settings.py DATA_DIR`.

Where the environment brings its own SECRET_KEY nothing is written: HTTPS=off must not slip into an office.
"""

import os
import secrets
import sys
from pathlib import Path

FIRST_SETTINGS = """\
# 由 make 首次运行时写入，供本机使用；其他可用设置见 README.zh-CN.md。
# Written once by make, for a portal on this machine; README.md lists what else may stand here.
SECRET_KEY={secret_key}
ALLOWED_HOSTS=127.0.0.1,localhost,[::1]
HTTPS=off
"""
NOT_WRITTEN = (
    "无法写入数据目录 {data_dir}（{reason}）：请检查路径、当前用户的写权限和磁盘空间，或用 DATA_DIR 指定其他目录。 "
    "The folder {data_dir} cannot be written ({reason}): check its path, your right to write there and the space on "
    "the disk, or name another one by DATA_DIR."
)


def write_settings(data_dir: Path) -> None:
    data_dir.mkdir(parents=True, exist_ok=True)
    if os.environ.get("SECRET_KEY"):
        return
    try:
        target = os.open(data_dir / "portal.env", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(target, "w", encoding="utf-8") as file:
        file.write(FIRST_SETTINGS.format(secret_key=secrets.token_urlsafe(50)))


if __name__ == "__main__":
    try:
        write_settings(Path(sys.argv[1]))
    except OSError as error:
        sys.exit(NOT_WRITTEN.format(data_dir=sys.argv[1], reason=error.strerror))
