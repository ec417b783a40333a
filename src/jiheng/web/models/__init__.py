"""What the site stores; one noun a file. Constraints live here, deeds do not."""

from jiheng.web.models.answer import Answer
from jiheng.web.models.assessment import Assessment, AssessmentStage, Pin
from jiheng.web.models.claim import Claim, UsedAward
from jiheng.web.models.evidence import Evidence, EvidenceUse, Preview
from jiheng.web.models.job import Job
from jiheng.web.models.journal import Entry, JournalHead
from jiheng.web.models.message import Message
from jiheng.web.models.notice import Notice, Receipt
from jiheng.web.models.objection import Objection
from jiheng.web.models.once import Once
from jiheng.web.models.organisation import FormerName, Organisation
from jiheng.web.models.past import PastAnswer, PastResult
from jiheng.web.models.person import Appointment, Person, Role
from jiheng.web.models.record import Record
from jiheng.web.models.scheme import SchemeVersion
from jiheng.web.models.subject import Assignment, HandBack, Subject
from jiheng.web.models.submission import Submission

__all__ = [
    "Answer",
    "Appointment",
    "Assessment",
    "AssessmentStage",
    "Assignment",
    "Claim",
    "Entry",
    "Evidence",
    "EvidenceUse",
    "FormerName",
    "HandBack",
    "Job",
    "JournalHead",
    "Message",
    "Notice",
    "Objection",
    "Once",
    "Organisation",
    "PastAnswer",
    "PastResult",
    "Person",
    "Pin",
    "Preview",
    "Receipt",
    "Record",
    "Role",
    "SchemeVersion",
    "Subject",
    "Submission",
    "UsedAward",
]
