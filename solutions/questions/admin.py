from django.contrib import admin

from galaxy.moderation.admin import ModeratedAdmin
from solutions.questions.models import Question


@admin.register(Question)
class QuestionAdmin(ModeratedAdmin):
    """To find and to read; what happens to one happens on its review page."""
