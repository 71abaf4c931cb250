"""Who adapted what from whom: read as one column of a query, and kept free of circles by the database."""

from typing import Any

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef
from django.db.models.expressions import RawSQL

from galaxy.moderation.models import Status

MOST = 200
_LOCK = 7_304_002  # any number that no other advisory lock uses

# All public records that go back to the row at hand, the nearest first. What is not public any more is walked through:
# `under` is the nearest public one above, or the row itself. Where it was adapted are the countries that received it.
_FAMILY = f"""
ARRAY(
  WITH RECURSIVE line AS (
    SELECT child.id, child.status, child.adapted_from_id AS under, 1 AS depth
    FROM solutions_solution child
    WHERE child.adapted_from_id = solutions_solution.id AND child.revision_of_id IS NULL
  UNION ALL
    SELECT child.id, child.status, CASE line.status WHEN %s THEN line.id ELSE line.under END, line.depth + 1
    FROM solutions_solution child JOIN line ON child.adapted_from_id = line.id
    WHERE child.revision_of_id IS NULL
  )
  SELECT jsonb_build_object(
    'id', one.id, 'under', line.under, 'title', one.title, 'language', one.language, 'start', one.start_date,
    'note', one.adaptation_note, 'cost', one.adaptation_cost, 'time', one.adaptation_time,
    'organization', owner.name,
    'countries', ARRAY(
      SELECT DISTINCT land.country_id FROM solutions_solutioncountry land
      WHERE land.solution_id = one.id AND (land.role <> 'provider' OR NOT EXISTS (
        SELECT FROM solutions_solutioncountry other WHERE other.solution_id = one.id AND other.role <> 'provider'
      ))
      ORDER BY land.country_id
    )
  )
  FROM line
  JOIN solutions_solution one ON one.id = line.id
  JOIN partners_organization owner ON owner.id = one.organization_id
  WHERE line.status = %s
  ORDER BY line.depth, one.published_at, one.id
  LIMIT {MOST}
)
"""  # noqa: S608 - nothing that anybody sends

_REFUSE_CYCLES = f"""
IF TG_OP = 'UPDATE' AND NEW.adapted_from_id IS NOT DISTINCT FROM OLD.adapted_from_id THEN
  RETURN NEW;
END IF;
PERFORM pg_advisory_xact_lock({_LOCK});
above := NEW.adapted_from_id;
WHILE above IS NOT NULL LOOP
  IF above = COALESCE(NEW.revision_of_id, NEW.id) THEN
    RAISE EXCEPTION 'A solution cannot go back to itself.' USING ERRCODE = 'check_violation';
  END IF;
  SELECT adapted_from_id INTO above FROM solutions_solution WHERE id = above;
END LOOP;
RETURN NEW;
"""  # noqa: S608 - nothing that anybody sends


def family() -> RawSQL:
    """A list of rows as dictionaries, for a query that starts from solutions."""
    status = Status.PUBLISHED.value
    return RawSQL(_FAMILY, [status, status], output_field=ArrayField(models.JSONField()))  # noqa: S611 - a constant


def is_adapted(model: Any) -> Exists:
    return Exists(model.objects.published().filter(adapted_from=OuterRef("pk")))


def no_cycle() -> pgtrigger.Trigger:
    """Two people who close a circle at once wait for each other, and the second is refused."""
    return pgtrigger.Trigger(
        name="no_cycle",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("adapted_from_id"),
        condition=pgtrigger.Q(new__adapted_from__isnull=False),
        declare=[("above", "BIGINT")],
        func=_REFUSE_CYCLES,
    )
