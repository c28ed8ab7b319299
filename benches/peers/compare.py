#!/usr/bin/env python3
"""Callboard beside SimPy and Ciw on the same three models: do the statistics agree, and how fast is each?

    cargo build --release
    python3 -m venv target/peers && target/peers/bin/pip install -r benches/peers/requirements.txt
    target/peers/bin/python benches/peers/compare.py

The models: one queue of impatient callers on 100 agents; a day of two peaks whose staffing changes every quarter of an hour;
three skills in four groups with orders of preference both ways. Each program draws its own random numbers. Each statistic is
the mean over independent runs with its 95 % interval; two programs are said to differ where the 99.9 % interval of their difference
does not hold 0, so that a dozen comparisons hardly ever differ by chance.
Speed is contacts per second of processor time of one thread.

Ciw runs the first model alone: at a change of staffing it adds the new shift to those who still finish the old one, and it has no
orders of preference.
"""

import csv
import json
import math
import pathlib
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time

import ciw
import simpy

CALLBOARD = pathlib.Path(__file__).parents[2] / "target" / "release" / "callboard"
RUNS = 20
WARM_UP = 7_200.0
WITHIN = 20.0
# Of Student's t with RUNS - 1 = 19 degrees of freedom, two-sided.
T_95, T_999 = 2.093, 3.883

DAY = 86_400.0
LOADS = [
    4 + 112 * math.exp(-(((h - 10.5) / 2.0) ** 2) / 2) + 84 * math.exp(-(((h - 15.5) / 2.2) ** 2) / 2)
    for h in ((i + 0.5) / 4 for i in range(96))
]
STAFF = [math.ceil(load + 0.5 * math.sqrt(load)) for load in LOADS]


def exponential(mean):
    return lambda rng: rng.expovariate(1 / mean)


def lognormal(mean, cv):
    variance = math.log(1 + cv * cv)
    return lambda rng: rng.lognormvariate(math.log(mean) - variance / 2, math.sqrt(variance))


class Model:
    """Queues (rate per second by quarter of an hour, handling, patience), groups (agents by quarter of an hour, queues in
    order), and for each queue its groups in order."""

    def __init__(self, name, queues, groups, first, end, warm_up):
        self.name, self.queues, self.groups, self.first = name, queues, groups, first
        self.end, self.warm_up = end, warm_up


def steady(value):
    return [value] * 96


MODELS = [
    Model(
        "one queue, 100 agents",
        [(steady(19 / 60), exponential(300), exponential(180))],
        [(steady(100), [0])],
        [[0]],
        DAY,
        WARM_UP,
    ),
    Model(
        "a day of two peaks",
        [([load / 300 for load in LOADS], lognormal(300, 1), exponential(180))],
        [(STAFF, [0])],
        [[0]],
        DAY,
        0.0,
    ),
    Model(
        "three skills, four groups",
        [
            (steady(8 / 60), exponential(240), exponential(150)),
            (steady(5 / 60), exponential(360), exponential(200)),
            (steady(3 / 60), exponential(420), exponential(300)),
        ],
        [(steady(24), [0]), (steady(30), [1, 0]), (steady(22), [1, 2]), (steady(14), [2, 0])],
        [[0, 1, 3], [1, 2], [3, 2]],
        DAY,
        WARM_UP,
    ),
]


class Counts:
    """What is counted of a run, over contacts that come after the warm-up."""

    def __init__(self):
        self.contacts = self.answered = self.in_time = self.abandoned = 0
        self.waited = 0.0

    def answer(self, wait):
        self.answered += 1
        self.in_time += wait <= WITHIN
        self.waited += wait

    def measures(self):
        offered = self.answered + self.abandoned
        return {
            "service_level": self.in_time / offered,
            "abandonment": self.abandoned / offered,
            "asa_s": self.waited / self.answered,
        }


class SimPyCentre:
    """A centre as processes: one for each queue's arrivals, one for each contact, one for the staffing."""

    def __init__(self, model, seed):
        self.model, self.rng, self.env = model, random.Random(seed), simpy.Environment()
        self.busy = [0] * len(model.groups)
        self.staff = [agents[0] for agents, _ in model.groups]
        self.waiting = [[] for _ in model.queues]
        self.counts = Counts()

    def run(self):
        for queue in range(len(self.model.queues)):
            self.env.process(self.arrivals(queue))
        self.env.process(self.staffing())
        self.env.run()
        return self.counts

    def arrivals(self, queue):
        rates, _, _ = self.model.queues[queue]
        most = max(rates)
        while True:
            yield self.env.timeout(self.rng.expovariate(most))
            if self.env.now >= self.model.end:
                return
            if self.rng.random() * most < rates[int(self.env.now / 900) % 96]:
                self.env.process(self.contact(queue))

    def contact(self, queue):
        _, handling, patience = self.model.queues[queue]
        env, arrived = self.env, self.env.now
        counts = arrived >= self.model.warm_up
        self.counts.contacts += 1
        group = next((g for g in self.model.first[queue] if self.busy[g] < self.staff[g]), None)
        if group is None:
            turn = env.event()
            place = (arrived, turn)
            self.waiting[queue].append(place)
            yield turn | env.timeout(patience(self.rng))
            if not turn.triggered:
                self.waiting[queue].remove(place)
                self.counts.abandoned += counts
                return
            group = turn.value
        else:
            self.busy[group] += 1
        if counts:
            self.counts.answer(env.now - arrived)
        yield env.timeout(handling(self.rng))
        self.busy[group] -= 1
        self.next_for(group)

    def next_for(self, group):
        while self.busy[group] < self.staff[group]:
            queue = next((q for q in self.model.groups[group][1] if self.waiting[q]), None)
            if queue is None:
                return
            _, turn = self.waiting[queue].pop(0)
            self.busy[group] += 1
            turn.succeed(group)

    def staffing(self):
        for interval in range(96):
            for group, (agents, _) in enumerate(self.model.groups):
                self.staff[group] = agents[interval]
                self.next_for(group)
            yield self.env.timeout(900)


def run_simpy(model):
    return [SimPyCentre(model, seed).run() for seed in range(RUNS)]


def run_ciw(_):
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(rate=19 / 60)],
        service_distributions=[ciw.dists.Exponential(rate=1 / 300)],
        number_of_servers=[100],
        reneging_time_distributions=[ciw.dists.Exponential(rate=1 / 180)],
    )
    runs = []
    for seed in range(RUNS):
        ciw.seed(seed)
        simulation = ciw.Simulation(network)
        simulation.simulate_until_max_time(DAY)
        counts = Counts()
        for record in simulation.get_all_records():
            counts.contacts += 1
            if record.arrival_date >= WARM_UP:
                if record.record_type == "renege":
                    counts.abandoned += 1
                elif record.record_type == "service":
                    counts.answer(record.waiting_time)
        runs.append(counts)
    return runs


def estimates(runs):
    """Mean and 95 % half-width of each measure over runs."""
    found = {}
    for name in runs[0].measures():
        values = [counts.measures()[name] for counts in runs]
        found[name] = (statistics.mean(values), T_95 * statistics.stdev(values) / math.sqrt(RUNS))
    return found


def scenario(model, folder):
    """The same model as a scenario file with its tables."""
    hours = (model.end - model.warm_up) / 3600
    lines = ['question = "How does it compare?"', "[horizon]", "start = 2026-01-05", f"hours = {hours:g}", 'interval = "15m"']
    lines += ["[simulation]", f'warm_up = "{model.warm_up / 60:g}m"', f"replications = {replications(model)}"]
    handling = {300: '"5m"', 240: '"4m"', 360: '"6m"', 420: '"7m"'}
    work, patience = zip(*HANDLING[model.name])
    intervals = range(int(hours * 4))
    with open(folder / "volume.csv", "w", newline="") as file:
        table = csv.writer(file)
        table.writerow(["date", "start"] + [f"q{i}" for i in range(len(model.queues))])
        for i in intervals:
            table.writerow(moment(i) + [rates[i] * 900 for rates, _, _ in model.queues])
    with open(folder / "on_duty.csv", "w", newline="") as file:
        table = csv.writer(file)
        table.writerow(["date", "start"] + [f"g{i}" for i in range(len(model.groups))])
        for i in intervals:
            table.writerow(moment(i) + [agents[i] for agents, _ in model.groups])
    law = 'distribution = "lognormal", cv = 1' if model.warm_up == 0 else 'distribution = "exponential"'
    for i in range(len(model.queues)):
        lines += [
            f"[queue.q{i}]",
            'volume = { file = "volume.csv" }',
            f"handling = {{ mean = {handling[work[i]]}, {law} }}",
            f'patience = {{ mean = "{patience[i]}s" }}',
            f'target = {{ service_level = "80%", within = "{WITHIN:g}s", definition = "answered-of-offered" }}',
        ]
    for i, (agents, skills) in enumerate(model.groups):
        lines += [f"[group.g{i}]", f"skills = {json.dumps([f'q{q}' for q in skills])}", f"headcount = {4 * max(agents)}"]
        lines += ["wage = 20", 'shrinkage = "0%"', 'on_duty = { file = "on_duty.csv" }']
    (folder / "scenario.toml").write_text("\n".join(lines) + "\n")


# Mean handling time and patience of each queue, in seconds.
HANDLING = {
    MODELS[0].name: [(300, 180)],
    MODELS[1].name: [(300, 180)],
    MODELS[2].name: [(240, 150), (360, 200), (420, 300)],
}


def replications(_):
    return 400


def moment(interval):
    return ["2026-01-05", f"{interval // 4:02d}:{15 * (interval % 4):02d}"]


def run_callboard(model):
    """Measures with their half-widths, and contacts per second of processor time."""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        scenario(model, folder)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        command = [CALLBOARD, "simulate", folder, "--threads", "1", "--format", "json", "--quiet"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if not done.stdout:
        sys.exit(done.stderr)
    document = json.loads(done.stdout)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    contacts = document["total"]["offered"]["mean"] * replications(model)
    measures = {}
    for name in ["service_level", "abandonment", "asa_s"]:
        whole = document["queues"][0] if len(document["queues"]) == 1 else document["total"]
        measures[name] = (whole[name]["mean"], whole[name]["half_width"])
    return measures, contacts / seconds


def main():
    if not CALLBOARD.exists():
        sys.exit(f"{CALLBOARD} is missing: cargo build --release")
    agree = True
    for model in MODELS:
        print(f"\n{model.name}")
        ours, our_speed = run_callboard(model)
        show("callboard", ours, our_speed)
        peers = [("SimPy", run_simpy)] + ([("Ciw", run_ciw)] if model is MODELS[0] else [])
        for name, run in peers:
            begun = time.process_time()
            runs = run(model)
            speed = sum(counts.contacts for counts in runs) / (time.process_time() - begun)
            theirs = estimates(runs)
            apart = [
                measure
                for measure, (mean, half) in theirs.items()
                if abs(mean - ours[measure][0]) > T_999 / T_95 * math.hypot(half, ours[measure][1])
            ]
            agree &= not apart
            said = "agrees" if not apart else "differs in " + ", ".join(apart)
            show(name, theirs, speed, f"{said}; callboard is {our_speed / speed:,.0f} times as fast")
    sys.exit(0 if agree else 1)


def show(name, measures, speed, said=""):
    level, abandonment, asa = (measures[key] for key in ["service_level", "abandonment", "asa_s"])
    print(
        f"  {name:10} in time {100 * level[0]:6.2f} % ± {100 * level[1]:.2f}   abandon {100 * abandonment[0]:5.2f} % ± "
        f"{100 * abandonment[1]:.2f}   ASA {asa[0]:5.2f} s ± {asa[1]:.2f}   {speed:13,.0f} contacts/s  {said}"
    )


if __name__ == "__main__":
    main()
