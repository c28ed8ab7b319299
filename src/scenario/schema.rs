//! The JSON Schema of the scenario file, from the same list of keys as the checks: editors complete and explain keys by it.

use super::keys::{self, Absent, Key};
use super::kind::{Kind, WEEKDAYS};
use super::tree;
use serde_json::{Map, Value, json};

/// The schema (draft 2020-12).
pub fn schema() -> Value {
    let mut root = Map::new();
    root.insert("$schema".to_owned(), json!("https://json-schema.org/draft/2020-12/schema"));
    root.insert("title".to_owned(), json!("Callboard scenario"));
    root.insert(
        "description".to_owned(),
        json!("A question about a customer-service centre, with all that is needed to answer it."),
    );
    root.extend(table(""));
    Value::Object(root)
}

/// A table whose keys stand in the list of keys.
fn table(pattern: &str) -> Map<String, Value> {
    let mut properties = Map::new();
    let mut required = Vec::new();
    let mut others = json!(false);
    for (key, last) in keys::children(pattern) {
        match last {
            "*" => others = value(key),
            "DAY" => properties.extend(WEEKDAYS.map(|day| (day.to_owned(), value(key)))),
            _ => {
                properties.insert(last.to_owned(), value(key));
                if key.absent == Absent::Required {
                    required.push(last);
                }
            }
        }
    }
    let mut table = Map::new();
    table.insert("type".to_owned(), json!("object"));
    if !properties.is_empty() {
        table.insert("properties".to_owned(), Value::Object(properties));
    }
    if !required.is_empty() {
        table.insert("required".to_owned(), json!(required));
    }
    table.insert("additionalProperties".to_owned(), others);
    table
}

fn value(key: &Key) -> Value {
    let mut schema = match key.kind {
        Kind::Table | Kind::Named(_) => table(key.path),
        Kind::Tables => {
            let mut list = Map::new();
            list.insert("type".to_owned(), json!("array"));
            list.insert("items".to_owned(), Value::Object(table(&format!("{}.#", key.path))));
            list
        }
        Kind::TableOrNumbers => {
            let numbers = of_kind(Kind::Numbers { fewest: 12, most: 36 });
            object(json!({ "anyOf": [Value::Object(table(key.path)), numbers] }))
        }
        Kind::TableOrDuration { most } => {
            let duration = of_kind(Kind::Duration { above: 0.0, most });
            object(json!({ "anyOf": [Value::Object(table(key.path)), duration] }))
        }
        kind => object(of_kind(kind)),
    };
    let mut description = key.doc.to_owned();
    if let Absent::Default(default, source) = key.absent {
        schema.insert("default".to_owned(), default_value(key, default));
        description = format!("{description} Default: {default} ({source}).");
    }
    schema.insert("description".to_owned(), json!(description));
    Value::Object(schema)
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

/// A default as JSON.
fn default_value(key: &Key, default: &str) -> Value {
    match tree::override_value(default, 0).value {
        tree::Value::Whole(whole, _) => json!(whole),
        tree::Value::Number(number, _) => json!(number),
        tree::Value::Truth(truth) => json!(truth),
        tree::Value::List(list) if key.kind == Kind::Shares => Value::Array(
            list.iter().map(|one| one.quoted().parse::<f64>().map_or(Value::Null, |share| json!(share))).collect(),
        ),
        _ => json!(default),
    }
}

const DURATION: &str = "^([0-9.]+\\s*(d|h|m|min|s|ms)\\s*)+$";
const CLOCK: &str = "^[0-9]{1,2}:[0-9]{2}$";
const MOMENT: &str = "^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2})?$";
const SPAN: &str = "^(closed|[0-9]{1,2}:[0-9]{2}-[0-9]{1,2}:[0-9]{2})$";
const DAYS: &str = "^(mon|tue|wed|thu|fri|sat|sun)([-,](mon|tue|wed|thu|fri|sat|sun))*$";

fn of_kind(kind: Kind) -> Value {
    let share = |most: f64| {
        json!({ "anyOf": [
            { "type": "number", "minimum": 0, "maximum": most },
            { "type": "string", "pattern": "^[0-9.]+\\s*%$" },
        ] })
    };
    let duration = json!({ "type": "string", "pattern": DURATION });
    // A TOML date is a date; editors hand it on as a string.
    let date = json!({ "type": "string", "format": "date" });
    match kind {
        Kind::Text(most) => json!({ "type": "string", "minLength": 1, "maxLength": most }),
        Kind::Duration { .. } => duration,
        Kind::Share { most, .. } => share(most),
        Kind::Number { least, most } => json!({ "type": "number", "minimum": least, "maximum": most }),
        Kind::Money => json!({ "type": "number", "minimum": 0 }),
        Kind::Count { least, most } => json!({ "type": "integer", "minimum": least, "maximum": most }),
        Kind::CountOr { least, most, words } => {
            json!({ "anyOf": [{ "type": "integer", "minimum": least, "maximum": most }, { "enum": words }] })
        }
        Kind::Truth => json!({ "type": "boolean" }),
        Kind::Choice(names) => json!({ "enum": names }),
        Kind::Date => date,
        Kind::Dates => json!({ "type": "array", "items": date }),
        // A local date and time has no offset, so it is not what JSON Schema calls a date-time.
        Kind::Moment => json!({ "type": "string", "pattern": MOMENT }),
        Kind::Clock => json!({ "type": "string", "pattern": CLOCK }),
        Kind::Names => json!({ "anyOf": [
            { "type": "array", "items": { "type": "string" }, "minItems": 1, "uniqueItems": true },
            { "type": "string" },
        ] }),
        Kind::Shares => json!({ "type": "array", "items": share(1.0) }),
        Kind::Numbers { fewest, most } => {
            json!({ "type": "array", "items": { "type": "number", "minimum": 0 }, "minItems": fewest, "maxItems": most })
        }
        Kind::Durations => {
            let range = json!({
                "type": "object",
                "properties": { "from": duration, "to": duration, "every": duration },
                "required": ["from", "to", "every"],
                "additionalProperties": false,
            });
            json!({ "anyOf": [duration, { "type": "array", "items": duration, "minItems": 1 }, range] })
        }
        Kind::Observations { .. } => json!({ "type": "array", "items": duration, "minItems": 2 }),
        Kind::Spans => {
            let span = json!({ "type": "string", "pattern": SPAN });
            json!({ "anyOf": [span, { "type": "array", "items": span }] })
        }
        Kind::Weekdays => {
            let days = json!({ "type": "string", "pattern": DAYS });
            json!({ "anyOf": [days, { "type": "array", "items": days, "minItems": 1 }] })
        }
        Kind::ByWeekday => {
            let days: Map<String, Value> =
                WEEKDAYS.iter().map(|&day| (day.to_owned(), json!({ "type": "number", "minimum": 0 }))).collect();
            json!({ "type": "object", "properties": days, "additionalProperties": false })
        }
        Kind::ByClock => {
            json!({ "type": "object", "patternProperties": { CLOCK: { "type": "number", "minimum": 0 } }, "additionalProperties": false })
        }
        Kind::Starts => {
            let clock = json!({ "type": "string", "pattern": CLOCK });
            let range = json!({
                "type": "object",
                "properties": { "from": clock, "to": clock, "every": duration },
                "required": ["from", "to", "every"],
                "additionalProperties": false,
            });
            json!({ "anyOf": [clock, { "type": "array", "items": clock, "minItems": 1 }, range] })
        }
        Kind::Table | Kind::Named(_) | Kind::Tables | Kind::TableOrNumbers | Kind::TableOrDuration { .. } => {
            json!({})
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_described() {
        let schema = schema();
        let mean =
            &schema["properties"]["queue"]["additionalProperties"]["properties"]["handling"]["properties"]["mean"];
        assert_eq!(mean["type"], "string");
        let shrinkage = &schema["properties"]["group"]["additionalProperties"]["properties"]["shrinkage"];
        assert_eq!(shrinkage["default"], "30%");
        assert_eq!(schema["properties"]["opening_hours"]["properties"]["sun"]["anyOf"][0]["type"], "string");
        let ramp = &schema["properties"]["plan"]["properties"]["group"]["additionalProperties"]["properties"]["ramp"];
        assert_eq!(ramp["default"], json!([0.6, 0.8]));
        let paid = &schema["properties"]["shift"]["additionalProperties"]["properties"]["break"]["items"]["properties"]
            ["paid"];
        assert_eq!(paid["default"], false);
        let queue = &schema["properties"]["queue"]["additionalProperties"]["properties"];
        let after = &queue["redial"]["properties"]["after"]["anyOf"];
        assert_eq!(after[0]["properties"]["distribution"]["default"], "exponential");
        assert_eq!(after[1]["type"], "string", "a plain duration will do");
        let outages = &schema["properties"]["bot"]["additionalProperties"]["properties"]["outages"]["items"];
        assert_eq!(outages["required"], json!(["from", "until"]));
    }
}
