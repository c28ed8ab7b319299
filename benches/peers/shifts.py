#!/usr/bin/env python3
"""Callboard beside OR-tools CP-SAT and pyworkforce on the same week of shifts: how soon does each come near the bound?

    cargo bench --bench optimisation -- week
    python3 -m venv target/peers && target/peers/bin/pip install -r benches/peers/requirements.txt
    target/peers/bin/python benches/peers/shifts.py [SECONDS]

The week is that of `benches/week_of_shifts.rs`, whose run leaves its requirement, costs and bound in `target/week_of_shifts.json`:
672 quarters of an hour, shifts of 4 to 10 hours that begin every half hour, three breaks in windows, 20 a paid hour, 60 a missing
agent-hour. Every gap is counted from Callboard's bound, which holds for all of them: what each is allowed here, Callboard is allowed too.

CP-SAT solves it three times, with two workers: with breaks that are counted together and placed afterwards (the formulation of
Callboard's own model), with a column for each shift and two places for each break, and with a column for each shift and its breaks in
the middle of their windows. pyworkforce knows neither breaks nor missing agents nor shifts over midnight: it gets shifts with
their breaks in the middle that end by midnight, and covers everything.
"""

import itertools
import json
import pathlib
import sys
import time

from ortools.sat.python import cp_model

WEEK = pathlib.Path(__file__).parents[2] / "target" / "week_of_shifts.json"
SLOTS, DAYS = 96, 7
WAGE, MISSING = 5, 15  # of a quarter of an hour
MOST = 400
# Lengths in half hours; breaks as quarters of an hour: length, paid, earliest and latest begin after the shift's.
KINDS = [
    (range(8, 12), [(1, True, 3, 5), (2, False, 7, 10), (1, True, 12, 14)]),
    (range(12, 21), [(1, True, 6, 10), (2, False, 12, 18), (1, True, 21, 22)]),
]
GAPS = [0.05, 0.01, 0.005, 0.001]


def shifts():
    """Begin and length in quarters of an hour, and the breaks."""
    for lengths, breaks in KINDS:
        for begin, length in itertools.product(range(0, SLOTS, 2), lengths):
            yield begin, 2 * length, breaks


def pay(length, breaks):
    return WAGE * (length - sum(rest for rest, paid, _, _ in breaks if not paid))


class Progress(cp_model.CpSolverSolutionCallback):
    """When each gap was reached."""

    def __init__(self, bound):
        super().__init__()
        self.bound, self.begun, self.when, self.best = bound, time.monotonic(), {}, float("inf")

    def on_solution_callback(self):
        self.best = min(self.best, self.objective_value)
        for gap in GAPS:
            if self.best - self.bound <= gap * self.best:
                self.when.setdefault(gap, time.monotonic() - self.begun)


def covered(model, needed, present, costs):
    for slot, agents in enumerate(needed):
        missing = model.new_int_var(0, agents, "")
        model.add(sum(present[slot]) + missing >= agents)
        costs.append(MISSING * missing)
    model.minimize(sum(costs))


def explicit(needed, places):
    """A column for each shift and each choice among some places of each break."""
    model, costs, present = cp_model.CpModel(), [], [[] for _ in needed]
    for day, (begin, length, breaks) in itertools.product(range(DAYS), shifts()):
        for choice in itertools.product(*(places(early, late) for _, _, early, late in breaks)):
            people = model.new_int_var(0, MOST, "")
            costs.append(pay(length, breaks) * people)
            resting = {at + i for at, (rest, _, _, _) in zip(choice, breaks) for i in range(rest)}
            first = day * SLOTS + begin
            for after in range(min(length, len(needed) - first)):
                if after not in resting:
                    present[first + after].append(people)
    covered(model, needed, present, costs)
    return model


def implicit(needed):
    """Those who have begun work, and each break, by each moment."""
    model, costs, present = cp_model.CpModel(), [], [[] for _ in needed]
    for day, (lengths, breaks) in itertools.product(range(DAYS), KINDS):
        arrived, so_far = {}, 0
        for begin in range(day * SLOTS, (day + 1) * SLOTS, 2):
            of_begin = []
            for length in (2 * half for half in lengths):
                people = model.new_int_var(0, MOST, "")
                costs.append(pay(length, breaks) * people)
                of_begin.append(people)
                for slot in range(begin, min(begin + length, len(needed))):
                    present[slot].append(people)
            total = model.new_int_var(0, MOST, "")
            model.add(total == sum(of_begin) + so_far)
            arrived[begin] = so_far = total
        begins = sorted(arrived)

        def by(moment):
            earlier = [begin for begin in begins if begin <= moment]
            return arrived[earlier[-1]] if earlier else 0

        # No window of a break meets that of the next, so their order needs no rows.
        for rest, _, early, late in breaks:
            before = 0
            for moment in range(begins[0] + early, begins[-1] + late + 1):
                begun = model.new_int_var(0, MOST, "")
                model.add(begun >= before)
                model.add(begun <= by(moment - early))
                model.add(begun >= by(moment - late))
                for slot in range(moment, min(moment + rest, len(needed))):
                    present[slot].append(before - begun)
                before = begun
    covered(model, needed, present, costs)
    return model


def solve(model, bound, seconds):
    solver, progress = cp_model.CpSolver(), Progress(bound)
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = 2
    solver.solve(model, progress)
    return progress


def with_pyworkforce(needed, seconds):
    from pyworkforce.scheduling import MinRequiredResources

    coverage, costs = {}, {}
    for begin, length, breaks in shifts():
        if begin + length > SLOTS:
            continue
        name = f"{begin}+{length}"
        at_work = [int(begin <= slot < begin + length) for slot in range(SLOTS)]
        for rest, _, early, late in breaks:
            for slot in range(begin + (early + late) // 2, begin + (early + late) // 2 + rest):
                at_work[slot] = 0
        coverage[name], costs[name] = at_work, pay(length, breaks)
    by_day = [needed[day * SLOTS : (day + 1) * SLOTS] for day in range(DAYS)]
    begun = time.monotonic()
    solver = MinRequiredResources(
        num_days=DAYS,
        periods=SLOTS,
        shifts_coverage=coverage,
        required_resources=by_day,
        max_period_concurrency=MOST,
        max_shift_concurrency=MOST,
        cost_dict=costs,
        max_search_time=seconds,
        num_search_workers=2,
    )
    return solver.solve(), time.monotonic() - begun


def line(who, cost, bound, best, when):
    if cost == float("inf"):
        print(f"{who:<46} no answer")
        return
    reached = ", ".join(f"{100 * gap:g} % in {seconds:.1f} s" for gap, seconds in when.items()) or "no gap of those asked for"
    print(f"{who:<46} cost {cost:>9,.0f}  gap {100 * (cost - bound) / cost:6.2f} %  {cost / best:.3f} of Callboard's  {reached}")


def main():
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 60.0
    week = json.loads(WEEK.read_text())
    needed, ours = week["needed"], week["callboard"]
    bound, best = max(run["bound"] for run in ours), min(run["cost"] for run in ours)
    print(f"bound {bound:,.0f}; {seconds:g} s on the wall and two workers for each of the others")
    kept = {run["gap"]: run["wall_seconds"] for run in ours if run["cost"] - bound <= run["gap"] * run["cost"]}
    line("Callboard", best, bound, best, kept)
    two = lambda early, late: sorted({early, late})
    middle = lambda early, late: [(early + late) // 2]
    models = {
        "CP-SAT, breaks counted together": implicit(needed),
        "CP-SAT, a column for two places of each break": explicit(needed, two),
        "CP-SAT, a column with breaks in the middle": explicit(needed, middle),
    }
    for who, model in models.items():
        progress = solve(model, bound, seconds)
        line(who, progress.best, bound, best, progress.when)
    solution, taken = with_pyworkforce(needed, seconds)
    if solution["cost"] < 0:
        print(f"pyworkforce: {solution['status']} after {taken:.0f} s")
    else:
        line("pyworkforce, everything covered", solution["cost"], bound, best, {})


if __name__ == "__main__":
    main()
