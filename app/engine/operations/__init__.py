"""The verbs of the engine. Each is called inside `transaction()` and locks at most one case."""

from app.engine.errors import JobNotYours
from app.engine.operations.calls import engine_job_failed, run_engine_job
from app.engine.operations.cases import cancel_instance, describe_case, retry_incident, set_variables
from app.engine.operations.deploying import DeploymentResult, deploy
from app.engine.operations.jobs import complete_job, fail_job, throw_job_error, try_job_now, update_job_retries
from app.engine.operations.leases import ActivatedJob, activate_jobs, give_back_job, lease_job, renew_leases
from app.engine.operations.messages import correlate_message, deliver_message, publish_message
from app.engine.operations.retries import ask_for_retries, forget_retry, retries_asked, retry_asked
from app.engine.operations.signals import broadcast_signal, skip_receiver, spread_signal
from app.engine.operations.starting import NewCase, start_instance, start_instances
from app.engine.operations.stuck import mark_stuck
from app.engine.operations.tasks import OwnReminders, assign_task, claim_task, complete_task, save_draft, schedule_task
from app.engine.operations.timers import fire_timer, move_timer, set_timer_aside, timer_failed

__all__ = [
    "ActivatedJob",
    "DeploymentResult",
    "JobNotYours",
    "NewCase",
    "OwnReminders",
    "activate_jobs",
    "ask_for_retries",
    "assign_task",
    "broadcast_signal",
    "cancel_instance",
    "claim_task",
    "complete_job",
    "complete_task",
    "correlate_message",
    "deliver_message",
    "deploy",
    "describe_case",
    "engine_job_failed",
    "fail_job",
    "fire_timer",
    "forget_retry",
    "give_back_job",
    "lease_job",
    "mark_stuck",
    "move_timer",
    "publish_message",
    "renew_leases",
    "retries_asked",
    "retry_asked",
    "retry_incident",
    "run_engine_job",
    "save_draft",
    "schedule_task",
    "set_timer_aside",
    "set_variables",
    "skip_receiver",
    "spread_signal",
    "start_instance",
    "start_instances",
    "throw_job_error",
    "timer_failed",
    "try_job_now",
    "update_job_retries",
]
