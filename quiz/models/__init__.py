"""The models, one module per stage (`deciding` is the second part of authoring)."""

from __future__ import annotations

from quiz.models.authoring import Choice, Question, Quiz, QuizPurpose, QuizType
from quiz.models.deciding import Band, Code, Gate, Scale, Weight
from quiz.models.followups import Message, Suppression
from quiz.models.insights import Event, Kind, Tally
from quiz.models.looks import BrandLook, look_of
from quiz.models.offers import Claim
from quiz.models.profiles import Consent, Participation, PendingKeep, Profile, Trait
from quiz.models.purposes import SINGLE_ROLES, Purpose, Role
from quiz.models.taking import CAMPAIGN_FIELDS, Answer, Response
from quiz.models.throttling import Knock
from quiz.models.versions import FrozenError, Permit, QuizVersion, definition_of, read_version

__all__ = [
    "CAMPAIGN_FIELDS",
    "SINGLE_ROLES",
    "Answer",
    "Band",
    "BrandLook",
    "Choice",
    "Claim",
    "Code",
    "Consent",
    "Event",
    "FrozenError",
    "Gate",
    "Kind",
    "Knock",
    "Message",
    "Participation",
    "PendingKeep",
    "Permit",
    "Profile",
    "Purpose",
    "Question",
    "Quiz",
    "QuizPurpose",
    "QuizType",
    "QuizVersion",
    "Response",
    "Role",
    "Scale",
    "Suppression",
    "Tally",
    "Trait",
    "Weight",
    "definition_of",
    "look_of",
    "read_version",
]
