"""What else is promised beside the table of faults, each promise with the test that holds it below it."""

PROMISES = """\
## Once and only once
What a repetition of each of the operations does is declared.
    reliability/test_safety.py::test_what_a_repetition_does_is_declared
When answers are lost, the service sees a ONCE operation once, and any other as often as `attempts` allows;
the error's `.sent` and `.attempts` say so.
    reliability/test_exactly_once.py::test_lost_answers_are_accounted_for
An answer that is late is a lost one.
    reliability/test_exactly_once.py::test_a_late_answer_is_a_lost_one
What never left is repeated, whatever it is, and `.sent` is false.
    reliability/test_exactly_once.py::test_what_never_left_is_repeated_and_said_to_be_unsent
aiohttp would send GET, PUT and DELETE again by itself when a kept connection breaks; here it does not.
    reliability/test_exactly_once.py::test_aiohttp_alone_would_send_some_of_them_twice
`.sent` speaks of all attempts, not of the last one only.
    reliability/test_exactly_once.py::test_an_unsent_repetition_does_not_hide_that_an_earlier_attempt_was_sent
A repeated deletion may find that the first one did it: `NotFound` with `.attempts` above 1.
    reliability/test_exactly_once.py::test_a_repeated_deletion_that_finds_nothing_tells_that_it_was_repeated
A token that cannot be had leaves the call unsent.
    reliability/test_exactly_once.py::test_a_token_that_cannot_be_had_leaves_a_create_unsent
A hook that fails loses no answer.
    reliability/test_exactly_once.py::test_a_hook_that_fails_loses_no_answer
A certificate that is not trusted is not tried again.
    net/test_tls.py::test_who_is_not_trusted_is_told_nothing
A 401 for a token that works for others drops no token; renewals cost what retries cost.
    net/test_tokens.py::test_a_token_that_works_for_others_is_kept
Rejected for everything, 2,000 calls send at most 2,200 requests, and fetch at most three tokens.
    net/test_tokens.py::test_a_rejection_of_everything_fetches_no_token_per_call
An outage is not multiplied: a budget that all calls share ends the retries.
    net/test_faults.py::test_an_outage_is_not_multiplied

## The right response
A response that arrives on a kept connection at least 20 ms before the next call is never that call's response: the
connection is closed, and the call goes over another one. What arrives between the moment a request is written and its
own response cannot be told from that response; it goes wrong for that one call, and not for those after it.
    net/test_strays.py::test_thousands_of_calls_among_late_surplus
So it is for a create, and for anything else that arrives: half a head, an interim response, what is not HTTP.
    net/test_strays.py::test_what_comes_late_on_a_kept_connection_answers_nothing
What still waits in the socket counts, too, when the event loop has been busy.
    net/test_strays.py::test_what_the_loop_has_not_read_yet_counts_too
A server that speaks before it has a request gets none on that connection, and `.sent` is false.
    net/test_strays.py::test_a_server_that_speaks_first_gets_no_request
A 204 or 304 counts whatever follows its head; the connection is closed.
    net/test_strays.py::test_a_status_without_a_body_counts_whatever_follows
A list whose page tokens go round in a circle ends with an error, whatever the length of the circle.
    test_page_tokens.py::test_a_circle_is_noticed
So does a list with 100 empty pages in a row.
    test_page_tokens.py::test_a_hundred_empty_pages_in_a_row_are_enough

## Cancellation
Cancelled at any checkpoint of a call, a listing or a bulk run, a client has no connection taken, no place in
the limiter, no task, and a whole token.
    reliability/test_cancellation.py::test_cancelled_at_any_checkpoint_a_client_is_as_before
So it is when the parent of many tasks is cancelled, wherever they are.
    reliability/test_cancellation.py::test_cancelled_at_any_turn_its_other_tasks_end_too
So it is under anyio's scopes, which cancel again and again.
    reliability/test_cancellation.py::test_anyio_cancels_again_and_again_and_still_a_client_is_as_before
So it is for a blocking call that is given up.
    reliability/test_blocking_cancellation.py::test_given_up_at_any_checkpoint_a_blocking_client_is_as_before
`close()` at any checkpoint ends the calls under way with an error of this package.
    reliability/test_cancellation.py::test_closed_at_any_checkpoint_a_client_ends_its_calls_with_an_error
10,000 cancelled calls leave nothing.
    reliability/test_cancellation.py::test_ten_thousand_cancelled_calls_leave_nothing
One caller who gives up does not end the token fetch for the others.
    net/test_tokens.py::test_one_caller_who_gives_up_does_not_end_the_fetch_for_the_others

## Time
A deadline holds within 50 ms under every stall.
    reliability/test_deadlines.py::test_a_deadline_holds_under_every_stall
So it does while no connection comes about,
    reliability/test_deadlines.py::test_a_deadline_holds_while_no_connection_comes_about
and while a name server does not respond, which holds up neither `close()` nor the end of the loop or the process,
    net/test_resolving.py::test_neither_the_loop_nor_the_process_waits_for_a_lookup
in the queue for a place,
    reliability/test_deadlines.py::test_a_deadline_holds_in_the_queue_for_a_place
while your own function fetches a token,
    reliability/test_deadlines.py::test_a_deadline_holds_for_a_token_of_the_callers_own
and for each page of a listing.
    reliability/test_deadlines.py::test_a_deadline_holds_for_each_page_of_a_listing
Projects take turns, so one call does not wait for the thousand of another project.
    net/test_fairness.py::test_one_call_does_not_wait_for_the_thousand_of_another_project
Your own `TimeoutError` stays yours.
    reliability/test_deadlines.py::test_the_users_own_limit_is_never_ours
Limits that end at the same moment leave no cancellation behind.
    reliability/test_deadlines.py::test_limits_that_end_at_the_same_moment_leave_no_cancellation_behind
A token that lives is used while the token endpoint is down or slow.
    net/test_tokens.py::test_a_token_that_lives_is_used_while_the_endpoint_is_slow

## Loops, threads, processes
A client belongs to one loop at a time, says so in another, and goes on in the next once its loop has ended.
    reliability/test_lifecycle.py::test_a_client_outlives_its_loop
A blocking client serves 32 threads with one token and works inside a running loop.
    net/test_lifetime.py::test_one_blocking_client_serves_many_threads
Closing it while they call ends every call.
    reliability/test_lifecycle.py::test_closing_while_others_call_ends_every_call
A call from its own loop is refused instead of waiting for itself.
    reliability/test_lifecycle.py::test_a_call_from_the_clients_own_loop_is_refused_and_does_not_wait_for_itself
Children of a fork use the clients of their parent, with connections of their own.
    reliability/test_lifecycle.py::test_children_of_a_fork_use_the_clients_of_their_parent
Ctrl-C in the midst of a sweep ends the request too, and the client goes on to work.
    reliability/test_lifecycle.py::test_ctrl_c_in_the_midst_of_a_sweep
A client that is left open says where it was made, also when the interpreter ends.
    reliability/test_lifecycle.py::test_a_blocking_client_left_open_at_the_end_says_where_it_was_made
A client that is left open prints nothing but that warning when the interpreter ends.
    reliability/test_exiting.py::test_a_forgotten_close_prints_nothing_but_its_warning
A first call while the interpreter ends, as in an atexit function, is an error that says so, and never waits.
    reliability/test_exiting.py::test_a_first_call_in_atexit_says_why_it_cannot_be
Errors, results, models and `Config` reach other processes.
    reliability/test_processes.py::test_an_error_survives_another_process
A sweep on a Dask cluster finds every sender once, through faults, though a process is killed.
    sweeping/test_dask.py::test_a_sweep_over_two_processes_of_which_one_is_killed
A sweep into a store that is killed, and started again, loses nothing and stores nothing twice.
    sweeping/test_killing.py::test_a_sweep_that_is_killed_goes_on_and_loses_and_doubles_nothing

## TLS and proxies
Who is not trusted (another authority, another host, expired, not yet valid) is told nothing.
    net/test_tls.py::test_who_is_not_trusted_is_told_nothing
Client certificates work.
    net/test_tls.py::test_a_server_that_wants_to_know_its_client
TLS goes through a tunnel, with and without a password.
    net/test_proxies.py::test_a_proxy_that_wants_a_password_gets_it
What breaks in the tunnel never left, so even a ONCE call may go again.
    net/test_proxies.py::test_what_breaks_in_the_tunnel_never_left
The environment's proxies, `NO_PROXY` and `.netrc` are not looked at unless `trust_env` says so.
    net/test_proxies.py::test_the_environment_is_not_looked_at_unless_asked_for
"""


def _read() -> list[tuple[str, list[tuple[str, str]]]]:
    found: list[tuple[str, list[tuple[str, str]]]] = []
    words: list[str] = []
    for line in PROMISES.splitlines():
        if line.startswith("## "):
            found.append((line[3:], []))
        elif line.startswith("    "):
            found[-1][1].append((" ".join(words), line.strip()))
            words = []
        elif line:
            words.append(line)
    return found


GUARANTEES = _read()
"""Titles, and under each the promises with their tests."""
