from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from zoneportal.accounts.actions import random_password
from zoneportal.accounts.models import User


class Command(BaseCommand):
    help = "Makes the first administrator account, with a random password that is printed once."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--username", default="admin")

    @transaction.atomic
    def handle(self, *, username: str, **options) -> None:
        existing = User.objects.filter(is_superuser=True).order_by("pk").first()
        if existing:
            self.stdout.write(
                f"管理员 {existing.username} 已存在，重设密码 Administrator: {existing.username} is there already. "
                f"A new password: manage.py changepassword {existing.username}"
            )
            return
        if User.objects.filter(username=username).exists():
            raise CommandError(
                f"用户 {username} 已存在，但不是管理员：请用 --username 换一个用户名。 "
                f"There is a user {username} who is no administrator. Choose another --username."
            )
        password = random_password()
        User.objects.create_superuser(username=username, password=password)
        self.stdout.write(
            f"已建立管理员账号 Administrator account made. 用户名 User name: {username}  密码 Password: {password}\n"
            "密码只显示这一次，首次登录后请修改。 The password is shown this once. Change it after the first sign-in."
        )
