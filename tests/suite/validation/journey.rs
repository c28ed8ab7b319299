//! Channels, reasons, bots, trunks, satisfaction: what a file says of them, and one broken example for each of their rules.

use super::given::{load_text, place_of, problems_of};
use callboard::demand::Demand;
use callboard::distribution::Law;
use callboard::scenario::{
    AgentTakes, BotOutcome, CallbackTime, Channel, Concurrency, ContactGoes, Origin, Queue, QueueId, Satisfaction,
    Scenario, Window,
};
use callboard::units::{Money, Seconds, Share};
use std::fmt::Write;

/// A queue of each channel, a bot and a trunk, and valid.
pub const JOURNEY: &str = r#"[horizon]
start = 2026-10-24
days = 3
time_zone = "Europe/Berlin"

[opening_hours]
default = "08:00-20:00"
sat = "closed"

[queue.calls]
volume = { per_hour = 100 }
handling = { mean = "4m" }
after_call_work = "1m"
patience = { mean = "3m" }
balking = "5%"
weight = 2.5
redial = { share = "40%", after = "10m" }
resolution = "80%"
repeat = { share = "50%", after = { mean = "1d", distribution = "gamma", cv = 0.5 }, to = "chats" }
value = 10
escalation = { share = "10%", to = "cases" }
transfer = { share = "5%", to = "chats" }
callback = { offer_above = "2m", acceptance = "50%", after = "1h", attempts = 3 }

[queue.calls.reason.orders]
share = "60%"
handling_mean = "2m"
escalation = { share = 0, to = "cases" }

[queue.calls.reason.returns]
share = "40%"
handling_factor = 1.5
resolution = "60%"
value = 25
bot.menu = { resolved = "5%" }

[queue.chats]
channel = "chat"
volume = { per_hour = 50 }
handling = { mean = "8m" }
patience = { mean = "4m" }
concurrency = { stretch = [1, 1.3, 1.75] }

[queue.messages]
channel = "messaging"
volume = { per_hour = 20 }
handling = { mean = "1m" }
patience = { mean = "30m" }
pauses = { turns = 4, gap = "10m" }

[queue.mails]
channel = "email"
volume = { per_hour = 10 }
handling = { mean = "6m" }
deferred = { interruptible = true, backlog = 40 }
target = { service_level = "90%", within = "2d" }

[queue.posts]
channel = "social"
volume = { per_hour = 5 }
handling = { mean = "3m" }
deferred = { in_opening_hours = false }

[queue.cases]
channel = "cases"
volume = { per_day = 48, intraday = { "00:00" = 1 } }
handling = { mean = "20m" }

[bot.menu]
queues = ["calls"]
entry = "90%"
resolved = "30%"
unresolved = "10%"
session = "1m"
resolved_handling = 1.2
handling_factor = 1.1
comes_back = { share = "60%", after = "2h" }
per_session = 0.1
capacity = 50
outages = [{ from = 2026-10-26T10:00:00, until = 2026-10-26T11:30:00 }, { from = 2026-10-24T22:00:00, until = 2026-10-25T04:00:00 }]

[trunk.lines]
lines = 60
queues = ["calls"]

[satisfaction]
per_minute = "3%"

[group.all]
skills = ["calls", "chats", "messages", "mails", "posts", "cases"]
headcount = 30
wage = 20

[routing]
contact_goes = "least-occupied"
agent_takes = "weighted-wait"
"#;

fn journey() -> Scenario {
    load_text(JOURNEY, &[]).unwrap_or_else(|problems| panic!("{problems}"))
}

fn queue(scenario: &Scenario, name: &str) -> Queue {
    scenario.queues.iter().find(|queue| queue.name == name).cloned().unwrap()
}

fn with(from: &str, to: &str) -> String {
    assert_eq!(JOURNEY.matches(from).count(), 1, "{from:?} stands once in the scenario");
    JOURNEY.replacen(from, to, 1)
}

/// Rule, what is replaced by what, what the problem must point at, and words of what was found, of what is allowed and of
/// the remedy.
type Example = (&'static str, &'static str, &'static str, &'static str, [&'static str; 3]);

const EXAMPLES: &[Example] = &[
    // ---- what belongs to one channel only
    (
        "channel",
        "channel = \"chat\"",
        "channel = \"chat\"\npauses = { turns = 2, gap = \"1m\" }",
        "pauses = { turns = 2",
        ["`pauses` on the channel chat", "messaging only", "channel = \"messaging\""],
    ),
    (
        "channel",
        "channel = \"chat\"",
        "channel = \"voice\"",
        "concurrency = { stretch",
        ["`concurrency` on the channel voice", "chat, messaging only", "take it out"],
    ),
    (
        "channel",
        "channel = \"email\"",
        "channel = \"email\"\ncallback = { offer_above = \"2m\", acceptance = 0.5 }",
        "callback = { offer_above = \"2m\", acceptance = 0.5",
        ["`callback` on the channel email", "voice only", "take it out"],
    ),
    (
        "channel",
        "channel = \"email\"",
        "channel = \"email\"\nbalking = 0.1",
        "0.1\nvolume",
        ["`balking` on the channel email", "voice, chat, messaging only", "take it out"],
    ),
    (
        "channel",
        "channel = \"email\"",
        "patience = { mean = \"1h\" }",
        "deferred = { interruptible",
        ["`deferred` on the channel voice", "email, social, cases only", "channel = \"email\""],
    ),
    (
        "channel",
        "lines = 60\nqueues = [\"calls\"]",
        "lines = 60\nqueues = [\"calls\", \"chats\"]",
        "[\"calls\", \"chats\"]\n\n[satis",
        ["\"chats\", a queue of the channel chat", "voice", "only calls need lines"],
    ),
    ("missing", "patience = { mean = \"4m\" }\n", "", "chats]", ["nothing", "a table", "endless"]),
    (
        "range",
        "target = { service_level = \"90%\", within = \"2d\" }",
        "target = { service_level = \"90%\", within = \"61d\" }",
        "\"61d\"",
        ["61d", "1440h", "shorten"],
    ),
    (
        "range",
        "after_call_work = \"1m\"",
        "after_call_work = \"1m\"\ntarget = { service_level = \"90%\", within = \"25h\" }",
        "\"25h\"",
        ["live channel (voice)", "24h", "shorten"],
    ),
    (
        "choice",
        "channel = \"email\"",
        "channel = \"mail\"",
        "\"mail\"\n",
        ["mail", "\"email\"", "did you mean \"email\"?"],
    ),
    // ---- times
    (
        "unit",
        "after_call_work = \"1m\"",
        "after_call_work = 60",
        "60\n",
        ["60", "a duration above 0 and at most 24h, or a table", "60s"],
    ),
    ("missing", "gap = \"10m\"", "gap = { cv = 2 }", "gap = { cv", ["nothing", "a duration", "mean"]),
    (
        "range",
        "gap = \"10m\"",
        "gap = { mean = \"10m\", distribution = \"lognormal\", cv = 30 }",
        "30 } }",
        ["30", "0 to 20", "lower"],
    ),
    // ---- several at once
    (
        "one-of",
        "stretch = [1, 1.3, 1.75]",
        "ratio = 1, stretch = [1, 1.3, 1.75]",
        "[1, 1.3",
        ["`ratio` and `stretch`", "one of them", "take one"],
    ),
    (
        "length",
        "stretch = [1, 1.3, 1.75]",
        "most = 4, stretch = [1, 1.3, 1.75]",
        "[1, 1.3",
        ["3 numbers, but most = 4", "each contact", "leave `most` out"],
    ),
    (
        "range",
        "stretch = [1, 1.3, 1.75]",
        "stretch = [1.1, 1.3, 1.75]",
        "[1.1",
        ["1.1 for one contact", "1 for one contact", "begin with 1"],
    ),
    (
        "order",
        "stretch = [1, 1.3, 1.75]",
        "stretch = [1, 1.3, 1.2]",
        "[1, 1.3",
        ["1.2 after 1.3", "do not fall", "in order"],
    ),
    (
        "range",
        "stretch = [1, 1.3, 1.75]",
        "stretch = [1, 1.3, 1.96]",
        "[1, 1.3",
        ["1.96 for 3 contacts", "at most 1.950", "hold fewer"],
    ),
    ("length", "stretch = [1, 1.3, 1.75]", "stretch = []", "[]", ["0 numbers", "1 to 100 numbers", "add"]),
    // ---- callbacks
    (
        "one-of",
        "after = \"1h\", attempts",
        "after = \"1h\", when = \"keeps-place\", attempts",
        "\"1h\"",
        ["`when` and `after`", "one of them", "take one"],
    ),
    ("missing", "acceptance = \"50%\", ", "", "callback", ["nothing", "a share", "acceptance"]),
    (
        "choice",
        "after = \"1h\", attempts",
        "when = \"later\", attempts",
        "\"later\"",
        ["later", "keeps-place", "keeps-place"],
    ),
    // ---- those who come again, handovers
    (
        "unknown-name",
        "cv = 0.5 }, to = \"chats\"",
        "cv = 0.5 }, to = \"chat\"",
        "\"chat\" }\nvalue",
        ["the queue \"chat\"", "calls, chats", "did you mean \"chats\"?"],
    ),
    (
        "unknown-name",
        "escalation = { share = \"10%\", to = \"cases\"",
        "escalation = { share = \"10%\", to = \"experts\"",
        "\"experts\"",
        ["the queue \"experts\"", "calls, chats", "[queue.experts]"],
    ),
    (
        "contradiction",
        "transfer = { share = \"5%\", to = \"chats\"",
        "transfer = { share = \"5%\", to = \"calls\"",
        "\"calls\" }",
        ["the queue itself", "another queue", "takes over"],
    ),
    (
        "shares",
        "transfer = { share = \"5%\", to = \"chats\" }",
        "transfer = { share = \"95%\", to = \"chats\" }",
        "returns]",
        ["escalation.share + transfer.share = 1.05", "at most 1", "lower one"],
    ),
    (
        "endless",
        "redial = { share = \"40%\"",
        "redial = { share = \"100%\"",
        "calls]\nvolume",
        ["a circle", "1000 contacts", "lower a `share`"],
    ),
    // ---- reasons
    (
        "shares",
        "share = \"60%\"\nhandling_mean",
        "share = \"50%\"\nhandling_mean",
        "reason.orders]",
        ["90.0 %", "add up to 100 %", "other"],
    ),
    ("missing", "share = \"60%\"\nhandling_mean", "handling_mean", "orders]", ["nothing", "a share above 0", "share"]),
    (
        "one-of",
        "handling_mean = \"2m\"",
        "handling_mean = \"2m\"\nhandling_factor = 2",
        "\"2m\"\nhandling_factor",
        ["`handling_factor` and `handling_mean`", "one of them", "take one"],
    ),
    (
        "unknown-name",
        "bot.menu = { resolved",
        "bot.manu = { resolved",
        "manu",
        ["the bot \"manu\"", "menu", "did you mean \"menu\"?"],
    ),
    (
        "contradiction",
        "queues = [\"calls\"]\nentry",
        "queues = [\"chats\"]\nentry",
        "menu = {",
        ["does not stand before \"calls\"", "stands before the queue", "add \"calls\" to bot.menu.queues"],
    ),
    (
        "shares",
        "bot.menu = { resolved = \"5%\" }",
        "bot.menu = { resolved = \"95%\" }",
        "menu = {",
        ["resolved + unresolved = 1.05", "at most 1", "shares of the sessions"],
    ),
    // ---- bots
    (
        "shares",
        "unresolved = \"10%\"",
        "unresolved = \"80%\"",
        "menu]",
        ["resolved + unresolved = 1.1", "at most 1", "lower one"],
    ),
    (
        "missing",
        "queues = [\"calls\"]\nentry",
        "queues = [\"calls\", \"chats\"]\nentry",
        "comes_back",
        ["a bot before several queues", "the queue to which", "to = \"calls\""],
    ),
    ("missing", "per_session = 0.1\n", "", "menu]", ["nothing", "money", "per_session"]),
    (
        "order",
        "until = 2026-10-26T11:30:00",
        "until = 2026-10-26T09:30:00",
        "2026-10-26T09:30:00",
        ["2026-10-26T09:30:00, not after 2026-10-26T10:00:00", "after `from`", "exchange"],
    ),
    (
        "type",
        "until = 2026-10-26T11:30:00",
        "until = 2026-10-26T11:30:00+01:00",
        "2026-10-26T11:30:00+",
        ["+01:00", "local date and clock time", "leave the offset out"],
    ),
    (
        "type",
        "until = 2026-10-26T11:30:00",
        "until = 2026-10-26",
        "2026-10-26 }",
        ["2026-10-26", "local date and clock time", "2026-11-27T10:00:00"],
    ),
    ("range", "until = 2026-10-26T11:30:00", "until = 2426-10-26T11:30:00", "2426", ["2426", "2199", "year"]),
    // ---- trunks
    (
        "twice",
        "[satisfaction]",
        "[trunk.more]\nlines = 5\nqueues = [\"calls\"]\n[satisfaction]",
        "[\"calls\"]\n[satis",
        ["on the trunk \"lines\" already", "one trunk", "one of the two"],
    ),
    ("range", "lines = 60", "lines = 0", "0\nqueues", ["0", "from 1", "raise"]),
];

#[test]
fn every_broken_journey_is_refused_where_it_is_broken() {
    let mut failures = String::new();
    for (rule, from, to, at, [found, allowed, remedy]) in EXAMPLES {
        let text = with(from, to);
        let problems = problems_of(&text, &[]);
        let place = place_of(&text, at);
        let is_right = problems.iter().any(|problem| {
            problem.rule == *rule
                && (problem.place.line, problem.place.column) == place
                && problem.found.contains(found)
                && problem.allowed.contains(allowed)
                && problem.remedy.contains(remedy)
        });
        if !is_right {
            writeln!(failures, "{rule} {to:?} expected at {place:?}\n  got {problems:#?}\n").unwrap();
        }
    }
    assert!(failures.is_empty(), "{failures}");
}

#[test]
fn each_channel_has_what_belongs_to_it() {
    let scenario = journey();
    let channels: Vec<Channel> = scenario.queues.iter().map(|queue| queue.channel).collect();
    assert_eq!(channels, Channel::ALL);
    for queue in &scenario.queues {
        assert_eq!(queue.concurrency.is_some(), queue.channel.is_written_live(), "{}", queue.name);
        assert_eq!(queue.deferred.is_some(), queue.channel.is_deferred(), "{}", queue.name);
        assert_eq!(queue.patience.is_none(), queue.channel.is_deferred(), "{}", queue.name);
    }
    let calls = queue(&scenario, "calls");
    assert_eq!((calls.balking, calls.weight), (Share(0.05), 2.5));
    let work = calls.after_call_work.unwrap();
    assert_eq!((work.law(), work.mean(), work.cv()), (Law::LogNormal, Seconds(60.0), 1.0));
    let callback = calls.callback.unwrap();
    assert_eq!((callback.offer_above, callback.acceptance), (Seconds(120.0), Share(0.5)));
    assert_eq!((callback.when, callback.attempts), (CallbackTime::After(Seconds(3600.0)), 3));
    let chats = queue(&scenario, "chats").concurrency.unwrap();
    assert_eq!(chats, Concurrency { most: 3, stretch: vec![1.0, 1.3, 1.75] });
    let messages = queue(&scenario, "messages");
    assert_eq!(messages.concurrency, Some(Concurrency::of_writing(3, 0.75)), "the defaults");
    let pauses = messages.pauses.unwrap();
    assert_eq!((pauses.turns, pauses.gap.law(), pauses.gap.mean()), (4.0, Law::Exponential, Seconds(600.0)));
    let mails = queue(&scenario, "mails");
    let deferred = mails.deferred.unwrap();
    assert!(deferred.interruptible && deferred.in_opening_hours && deferred.backlog == 40);
    assert_eq!(mails.service_level_within, Seconds(2.0 * 86_400.0));
    assert!(!queue(&scenario, "posts").deferred.unwrap().in_opening_hours);
    let promise = queue(&scenario, "cases").target.service_level.unwrap();
    assert_eq!((promise.share, promise.within), (Share(0.8), Seconds(8.0 * 3600.0)), "the default");
    assert_eq!(scenario.routing.contact_goes, ContactGoes::LeastOccupied);
    assert_eq!(scenario.routing.agent_takes, AgentTakes::WeightedWait);
}

#[test]
fn what_a_reason_does_not_say_holds_as_the_queue_says_it() {
    let scenario = journey();
    let calls = queue(&scenario, "calls");
    let [orders, returns] = calls.reasons.as_slice() else { panic!("{:?}", calls.reasons) };
    assert_eq!((orders.handling_factor, returns.handling_factor), (0.5, 1.5));
    assert_eq!((orders.value, returns.value), (Money(10.0), Money(25.0)));
    assert_eq!((orders.resolution, returns.resolution), (Share(0.8), Share(0.6)));
    assert_eq!(orders.escalation.unwrap().share, Share::ZERO);
    let escalation = returns.escalation.unwrap();
    assert_eq!((escalation.share, escalation.to, escalation.handled), (Share(0.1), QueueId(5), Share(1.0)));
    let transfer = orders.transfer.unwrap();
    assert_eq!((transfer.to, transfer.handled), (QueueId(1), Share(0.25)));
    assert_eq!(orders.with_bot, [None]);
    let outcome = BotOutcome { entry: Share(0.9), resolved: Share(0.05), unresolved: Share(0.1) };
    assert_eq!(returns.with_bot, [Some(outcome)]);
    let chats = queue(&scenario, "chats");
    assert_eq!(chats.reasons.len(), 1);
    assert_eq!((chats.reasons[0].name.as_str(), chats.reasons[0].share), ("", Share(1.0)));
    let (redial, repeat) = (calls.redial.unwrap(), calls.repeat.unwrap());
    assert_eq!((redial.to, redial.after.mean()), (QueueId(0), Seconds(600.0)), "the same queue");
    assert_eq!((repeat.to, repeat.after.law()), (QueueId(1), Law::Gamma));
}

#[test]
fn rounded_shares_of_reasons_are_made_to_add_up() {
    let reasons = "share = 0.333\n[queue.calls.reason.b]\nshare = 0.333\n[queue.calls.reason.c]\nshare = 0.333\n";
    let text = JOURNEY.replace("share = \"40%\"\nhandling_factor", "share = 0.001\nhandling_factor");
    let text =
        text.replace("share = \"60%\"\nhandling_mean = \"2m\"\nescalation = { share = 0, to = \"cases\" }\n", reasons);
    let scenario = load_text(&text, &[]).unwrap_or_else(|problems| panic!("{problems}"));
    let sum: f64 = scenario.queues[0].reasons.iter().map(|reason| reason.share.0).sum();
    assert!((sum - 1.0).abs() < 1e-12, "{sum}");
}

#[test]
fn a_bot_a_trunk_and_satisfaction_are_as_written() {
    let scenario = journey();
    let [menu] = scenario.bots.as_slice() else { panic!("{:?}", scenario.bots) };
    assert_eq!(menu.outcome, BotOutcome { entry: Share(0.9), resolved: Share(0.3), unresolved: Share(0.1) });
    assert_eq!((menu.session.mean(), menu.per_session), (Seconds(60.0), Money(0.1)));
    assert_eq!((menu.resolved_handling, menu.handling_factor), (1.2, 1.1));
    assert_eq!((menu.capacity, menu.comes_back.as_ref().unwrap().to), (Some(50), QueueId(0)));
    // The night before Sunday has 25 hours: daylight saving ends. Windows come in order.
    let hours = |from: f64, until: f64| Window { from: Seconds(from * 3600.0), until: Seconds(until * 3600.0) };
    assert_eq!(menu.outages, [hours(22.0, 29.0), hours(59.0, 60.5)]);
    assert_eq!((scenario.trunks[0].lines, scenario.trunks[0].queues.as_slice()), (60, [QueueId(0)].as_slice()));
    assert_eq!(scenario.satisfaction, Satisfaction { per_minute: Share(0.03), ..Satisfaction::default() });
}

#[test]
fn windows_that_overlap_are_joined_and_those_outside_the_horizon_are_left_out() {
    let text = with(
        "{ from = 2026-10-26T10:00:00, until = 2026-10-26T11:30:00 }, { from = 2026-10-24T22:00:00, until = 2026-10-25T04:00:00 }",
        "{ from = 2026-10-24T09:30, until = 2026-10-24T11:00 }, { from = \"2026-10-24 09:00\", until = \"24.10.2026 10:00\" }, { from = 2026-12-24T09:00:00, until = 2026-12-24T10:00:00 }",
    );
    let scenario = load_text(&text, &[]).unwrap_or_else(|problems| panic!("{problems}"));
    assert_eq!(scenario.bots[0].outages, [Window { from: Seconds(9.0 * 3600.0), until: Seconds(11.0 * 3600.0) }]);
}

#[test]
fn a_scenario_that_says_nothing_of_satisfaction_has_the_stated_assumptions() {
    let scenario = load_text(super::given::WHOLE, &[]).unwrap();
    assert_eq!(scenario.satisfaction, Satisfaction::default());
    let base = scenario.assumptions.iter().find(|assumption| assumption.path == "satisfaction.base").unwrap();
    assert!(matches!(&base.origin, Origin::Default(source) if source.starts_with("assumption")));
}

#[test]
fn deferred_work_comes_round_the_clock_and_calls_while_the_doors_are_open() {
    let scenario = journey();
    let demand = Demand::of(&scenario);
    // Saturday closed, Sunday (25 hours) and Monday open for 12 hours each.
    assert!((demand.total(0) - 2400.0).abs() < 1e-9, "{}", demand.total(0));
    assert!((demand.total(3) - 730.0).abs() < 1e-9, "{}", demand.total(3));
    assert!((demand.total(5) - 3.0 * 48.0).abs() < 1e-9, "{}", demand.total(5));
}

#[test]
fn a_table_may_hold_deferred_work_for_closed_hours_but_no_calls() {
    let folder = tempfile::tempdir().unwrap();
    let rows = "date,start,mails\n2026-10-24,03:00,7\n";
    let open: String = ["25", "26"]
        .iter()
        .flat_map(|day| (8..20).map(move |hour| format!("2026-10-{day},{hour:02}:00,1\n")))
        .collect();
    std::fs::write(folder.path().join("volume.csv"), format!("{rows}{open}")).unwrap();
    let load = |text: String| {
        std::fs::write(folder.path().join("scenario.toml"), text).unwrap();
        callboard::scenario::file::load(folder.path(), &[])
    };
    let text = with("volume = { per_hour = 10 }", "volume = { file = \"volume.csv\" }");
    let scenario = load(text.clone()).unwrap_or_else(|problems| panic!("{problems}"));
    assert!((Demand::of(&scenario).total(3) - 31.0).abs() < 1e-9);
    let live = text.replace("deferred = { interruptible = true, backlog = 40 }\n", "patience = { mean = \"1h\" }\n");
    let live = live.replace("channel = \"email\"", "channel = \"voice\"").replace("\"2d\"", "\"1h\"");
    let problems = load(live).unwrap_err().problems;
    assert_eq!(problems.iter().map(|problem| problem.rule).collect::<Vec<_>>(), ["closed-volume"]);
}

#[test]
fn overrides_reach_into_reasons_bots_and_windows() {
    let overrides = [
        "bot.menu.entry=0",
        "bot.menu.outages.0.until=2026-10-26T12:00:00",
        "queue.calls.reason.returns.bot.menu.unresolved=20%",
        "queue.calls.reason.orders.handling_factor=2",
        "queue.calls.callback.when=keeps-place",
        "queue.chats.concurrency.ratio=1",
        "queue.calls.redial.after=5m",
        "queue.calls.repeat.after.mean=2d",
    ];
    let scenario = load_text(JOURNEY, &overrides).unwrap_or_else(|problems| panic!("{problems}"));
    let calls = &scenario.queues[0];
    assert_eq!(scenario.bots[0].outcome.entry, Share::ZERO);
    assert_eq!(scenario.bots[0].outages[1].until, Seconds(61.0 * 3600.0));
    assert_eq!(calls.reasons[1].with_bot[0].unwrap().unresolved, Share(0.2));
    assert_eq!(calls.reasons[0].handling_factor, 2.0);
    assert_eq!(calls.callback.as_ref().unwrap().when, CallbackTime::KeepsPlace);
    assert_eq!(scenario.queues[1].concurrency, Some(Concurrency::of_writing(3, 1.0)));
    assert_eq!(calls.redial.as_ref().unwrap().after.mean(), Seconds(300.0));
    assert_eq!(calls.repeat.as_ref().unwrap().after.mean(), Seconds(172_800.0));
    let problems = problems_of(JOURNEY, &["queue.calls.reason.order.share=1"]);
    assert_eq!(problems[0].rule, "unknown-name");
}

#[test]
fn contacts_that_are_passed_to_and_fro_for_ever_are_refused() {
    let text = with("concurrency = {", "transfer = { share = 1, to = \"messages\" }\nconcurrency = {");
    let text = text.replace("pauses = {", "transfer = { share = 1, to = \"chats\" }\npauses = {");
    let problems = problems_of(&text, &[]);
    assert_eq!(problems.iter().map(|problem| problem.rule).collect::<Vec<_>>(), ["endless"]);
}

#[test]
fn a_circle_that_dies_out_is_allowed() {
    let text = with("redial = { share = \"40%\"", "redial = { share = \"99%\"");
    assert!(load_text(&text, &[]).is_ok());
    let text =
        with("resolution = \"80%\"\nrepeat = { share = \"50%\"", "resolution = \"0%\"\nrepeat = { share = \"100%\"");
    assert!(load_text(&text, &[]).is_ok(), "all call once more, as chats, which settle it");
}
