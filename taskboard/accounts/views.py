"""The pages of people and of the ways in, gathered from their modules."""

from __future__ import annotations

from taskboard.accounts import (
    account_views,
    link_views,
    outside_views,
    own_views,
    people_views,
    post_views,
    sign_in_views,
)
from taskboard.accounts.blueprint import bp

__all__ = [
    "account_views",
    "bp",
    "link_views",
    "outside_views",
    "own_views",
    "people_views",
    "post_views",
    "sign_in_views",
]
