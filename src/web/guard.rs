//! Which requests are let in, and what every answer says to the browser about itself.
//!
//! A page of somebody else that is open in the same browser can send requests here: by the name of this machine (cross-site requests), or by a
//! name of its own that it lets point here (DNS rebinding). The first has another `Origin`, the second another `Host`; both are turned away,
//! and so is what a browser says was asked by another site (`Sec-Fetch-Site`). What is no browser sends neither, and is let in.

use axum::extract::{Request, State};
use axum::http::header::{self, HeaderName};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::net::SocketAddr;
use std::sync::Arc;

/// What a page may load and do: what comes from here, and no script or style within the page.
pub const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
    frame-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'";

/// Who may ask.
#[derive(Debug, Clone)]
pub struct Guard {
    /// `Host` as a request to us has it.
    hosts: Arc<Vec<String>>,
}

impl Guard {
    /// Requests to an address, by its number or, on this machine, by its name.
    pub fn of(address: SocketAddr) -> Self {
        let mut hosts = vec![address.to_string()];
        if address.ip().is_loopback() {
            hosts.push(format!("localhost:{}", address.port()));
        }
        // Browsers leave the usual port out.
        if address.port() == 80 {
            let bare: Vec<String> =
                hosts.iter().filter_map(|host| host.strip_suffix(":80").map(str::to_owned)).collect();
            hosts.extend(bare);
        }
        Self { hosts: Arc::new(hosts) }
    }

    /// Why a request is turned away; `None` where it is let in.
    pub fn refusal(&self, headers: &HeaderMap) -> Option<&'static str> {
        let one = |name: HeaderName| {
            let mut values = headers.get_all(name).iter();
            (values.next(), values.next().is_some())
        };
        let text = |value: &HeaderValue| value.to_str().unwrap_or_default().to_ascii_lowercase();
        match one(header::HOST) {
            (Some(host), false) if self.hosts.contains(&text(host)) => {}
            _ => return Some("the request is for another host than this server"),
        }
        match one(header::ORIGIN) {
            (None, _) => {}
            (Some(origin), false)
                if text(origin)
                    .strip_prefix("http://")
                    .is_some_and(|host| self.hosts.iter().any(|own| own == host)) => {}
            _ => return Some("the request comes from another page than that of this server"),
        }
        match one(HeaderName::from_static("sec-fetch-site")) {
            (None, _) => None,
            (Some(site), false) if matches!(text(site).as_str(), "same-origin" | "none") => None,
            _ => Some("the request comes from another site"),
        }
    }
}

/// Turns away what is not for us, and lets every answer say what a page may do.
pub async fn guarded(State(guard): State<Guard>, request: Request, next: Next) -> Response {
    let mut response = match guard.refusal(request.headers()) {
        Some(why) => (StatusCode::FORBIDDEN, why).into_response(),
        None => next.run(request).await,
    };
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-store"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ] {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(pairs: &[(&'static str, &str)]) -> bool {
        let guard = Guard::of("127.0.0.1:8080".parse().unwrap());
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(*name, HeaderValue::from_str(value).unwrap());
        }
        guard.refusal(&headers).is_some()
    }

    #[test]
    fn requests_to_us_are_let_in_and_those_by_other_names_are_not() {
        assert!(!refused(&[("host", "127.0.0.1:8080")]));
        assert!(!refused(&[("host", "LOCALHOST:8080")]));
        for host in ["evil.example:8080", "127.0.0.1", "127.0.0.1:80", "localhost.evil.example:8080", ""] {
            assert!(refused(&[("host", host)]), "{host}");
        }
        assert!(refused(&[]), "no host at all");
        assert!(refused(&[("host", "127.0.0.1:8080"), ("host", "evil.example")]), "two of them");
    }

    #[test]
    fn requests_of_other_pages_are_turned_away() {
        let host = ("host", "127.0.0.1:8080");
        assert!(!refused(&[host, ("origin", "http://127.0.0.1:8080")]));
        for origin in [
            "https://127.0.0.1:8080",
            "http://127.0.0.1:9999",
            "http://evil.example",
            "null",
            "http://127.0.0.1:8080.evil.example",
        ] {
            assert!(refused(&[host, ("origin", origin)]), "{origin}");
        }
        assert!(!refused(&[host, ("sec-fetch-site", "same-origin")]));
        assert!(!refused(&[host, ("sec-fetch-site", "none")]));
        for site in ["cross-site", "same-site", "other"] {
            assert!(refused(&[host, ("sec-fetch-site", site)]), "{site}");
        }
    }
}
