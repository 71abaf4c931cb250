from typing import Any

from django.core.management.base import BaseCommand

from galaxy.portal.demo import clocks, dialogue, invented, people, records
from galaxy.search.services import rebuild


class Command(BaseCommand):
    help = "Bring in the records and people of the demonstration; what is there already stays as it is."

    def handle(self, *args: Any, **options: Any) -> None:
        made = records.load(self.stdout.write) + invented.load(self.stdout.write)
        accounts = people.load()
        if made + dialogue.load():
            self.stdout.write(f"{rebuild()} entries in the search index")
        self.stdout.write(f"Accounts: {accounts}")
        clocks.load()
