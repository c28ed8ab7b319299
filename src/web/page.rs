//! The files of the page, inside the program.

use axum::Router;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use axum::routing::get;

const HTML: &str = "text/html; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";
const STYLE: &str = "text/css; charset=utf-8";

macro_rules! files {
    ($($kind:ident $path:literal from $file:literal,)*) => {
        &[$(($path, $kind, include_str!(concat!("page/", $file)))),*]
    };
}

/// Path, kind and content of each file.
const FILES: &[(&str, &str, &str)] = files! {
    HTML "/" from "index.html",
    STYLE "/page/desk.css" from "desk.css",
    SCRIPT "/page/answer.js" from "answer.js",
    SCRIPT "/page/api.js" from "api.js",
    SCRIPT "/page/asking.js" from "asking.js",
    SCRIPT "/page/charts.js" from "charts.js",
    SCRIPT "/page/compare.js" from "compare.js",
    SCRIPT "/page/day.js" from "day.js",
    SCRIPT "/page/desk.js" from "desk.js",
    SCRIPT "/page/dials.js" from "dials.js",
    SCRIPT "/page/elements.js" from "elements.js",
    SCRIPT "/page/figures.js" from "figures.js",
    SCRIPT "/page/file.js" from "file.js",
    SCRIPT "/page/format.js" from "format.js",
    SCRIPT "/page/home.js" from "home.js",
    SCRIPT "/page/plan.js" from "plan.js",
    SCRIPT "/page/roster.js" from "roster.js",
    SCRIPT "/page/runs.js" from "runs.js",
    SCRIPT "/page/schedule.js" from "schedule.js",
    SCRIPT "/page/state.js" from "state.js",
    SCRIPT "/page/unfolding.js" from "unfolding.js",
    STYLE "/page/vendor/uPlot.min.css" from "vendor/uPlot.min.css",
    SCRIPT "/page/vendor/uPlot.iife.min.js" from "vendor/uPlot.iife.min.js",
};

/// A route for each of them.
pub fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    let icon = get(|| async { ([(CONTENT_TYPE, "image/svg+xml")], include_str!("page/icon.svg")).into_response() });
    FILES.iter().fold(Router::new().route("/page/icon.svg", icon), |routes, &(path, kind, content)| {
        routes.route(path, get(move || async move { ([(CONTENT_TYPE, kind)], content).into_response() }))
    })
}
