import json

from django.core.management.base import BaseCommand

from galaxy.taxonomy.cartography import draw
from galaxy.taxonomy.sheets import DATA


class Command(BaseCommand):
    help = "Draws world_paths.json from world.topo.json; needed only when one of the two changes."

    def handle(self, *args, **options):
        topology = json.loads((DATA / "world.topo.json").read_text())
        drawing = {key: topology[key] for key in ("source", "date", "licence")} | draw(topology)
        text = json.dumps(drawing, indent=0, ensure_ascii=False)
        (DATA / "world_paths.json").write_text(text + "\n")
