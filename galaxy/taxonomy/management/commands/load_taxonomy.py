from django.core.management.base import BaseCommand

from galaxy.taxonomy.services import load


class Command(BaseCommand):
    help = "Reads goals, countries, groups, themes and synonyms from the files that ship. Safe to repeat."

    def handle(self, *args, **options):
        report = load()
        for file in report if options["verbosity"] else []:
            self.stdout.write(
                f"{file.name}: {file.rows} rows, {file.written} written, "
                f"{file.removed} removed, {file.kept} kept as edited"
            )
