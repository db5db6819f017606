package drawbridge.mapping;

import drawbridge.mapping.Formats.Format;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// A call that an API has. Places such as `{id}` or `{since}` may stand in the path, in the values
/// of query and headers, and in the texts of the body.
///
/// @param path below the base path; a place in it is one segment, encoded
/// @param body what is sent beside a record, or instead of one
/// @param quotes how a quotation mark within a filter is written; empty where one is refused
/// @param sends the format of the body, where it is not the system's usual one
/// @param answers likewise of the answer
public record Operation(
        String method,
        String path,
        Map<String, String> query,
        Map<String, String> headers,
        Optional<Value.Obj> body,
        Optional<Quotes> quotes,
        Optional<Format> sends,
        Optional<Format> answers) {

    private static final Pattern PLACE = Pattern.compile("\\{([A-Za-z0-9_-]+)}");

    public Operation {
        query = Map.copyOf(query);
        headers = Map.copyOf(headers);
    }

    /// A call in the formats of its system.
    public Operation(
            String method,
            String path,
            Map<String, String> query,
            Map<String, String> headers,
            Optional<Value.Obj> body,
            Optional<Quotes> quotes) {
        this(method, path, query, headers, body, quotes, Optional.empty(), Optional.empty());
    }

    /// How it is spoken at a system.
    public Formats formats(Formats usual) {
        return usual.with(sends.orElse(usual.sends()), answers.orElse(usual.answers()));
    }

    public Operation(String method, String path) {
        this(method, path, Map.of(), Map.of(), Optional.empty(), Optional.empty());
    }

    /// How a language of filters writes a quotation mark within quotation marks.
    public enum Quotes {
        /// `'O''Brien'`, as SQL and OData do.
        DOUBLED,
        /// `'O\'Brien'`, as SOQL and most others do.
        BACKSLASH
    }

    /// Whether `{place}` stands anywhere in it.
    public boolean has(String place) {
        return places().contains(place);
    }

    /// The names of all places in it.
    public Set<String> places() {
        Set<String> places = new LinkedHashSet<>();
        add(places, path);
        query.values().forEach(value -> add(places, value));
        headers.values().forEach(value -> add(places, value));
        body.ifPresent(value -> add(places, value));
        return places;
    }

    private static void add(Set<String> places, String text) {
        PLACE.matcher(text).results().map(place -> place.group(1)).forEach(places::add);
    }

    private static void add(Set<String> places, Value value) {
        switch (value) {
            case Value.Text(String text) -> add(places, text);
            case Value.Obj(var members) -> members.values().forEach(one -> add(places, one));
            case Value.Arr(var items) -> items.forEach(one -> add(places, one));
            case Value.Num _, Value.Bool _, Value.Null _ -> {}
        }
    }
}
