"""Pages that say the same to every visitor who is not signed in."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import partial, wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control

View = Callable[..., HttpResponse]
Counted = Callable[[HttpRequest], None]


@dataclass(frozen=True)
class Told:
    """What a view tells of its page. `mark`: of the index that it shows; `counted`: to be called for each reader."""

    mark: Hashable = None
    counted: Counted | None = None


def shared(view: View | None = None, *, tells_mark: bool = False) -> Any:
    """Marks a view whose page may be kept for other visitors. Browsers keep it too, and ask each time if it holds."""
    if view is None:
        return partial(shared, tells_mark=tells_mark)

    @wraps(view)
    def marked(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if response.status_code == 200:
            patch_cache_control(response, no_cache=True)
        return response

    vars(marked).update(is_shared=True, tells_mark=tells_mark)
    return marked


def is_shared(view: View) -> bool:
    return getattr(view, "is_shared", False)


def tells_mark(view: View) -> bool:
    """Whether the page itself says which mark it was made under, so that nobody else has to read it."""
    return getattr(view, "tells_mark", False)


def tell(response: HttpResponse, told: Told) -> None:
    vars(response)["told"] = told


def told_by(response: HttpResponse) -> Told:
    return vars(response).get("told", Told())
