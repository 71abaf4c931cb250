"""The file of synonyms that ships; read by the command that reads the vocabularies."""

from pathlib import Path

from galaxy.search.models import SynonymGroup
from galaxy.taxonomy.sheets import Sheet, register

DATA = Path(__file__).parent / "data"

register(Sheet("synonyms.csv", SynonymGroup, ("code",), editable=True, leaf=True, folder=DATA))
