"""The file of ready reasons that ships; read by the command that reads the vocabularies."""

from pathlib import Path

from galaxy.moderation.models import Reason
from galaxy.taxonomy.sheets import Sheet, register

register(Sheet("reasons.csv", Reason, ("code",), editable=True, leaf=True, folder=Path(__file__).parent / "data"))
