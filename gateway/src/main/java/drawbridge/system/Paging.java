package drawbridge.system;

import drawbridge.crossing.engine.Hash;
import drawbridge.mapping.ListSpec;
import drawbridge.mapping.ListSpec.Changes;
import drawbridge.mapping.Pages;
import drawbridge.mapping.Pages.Ends;
import drawbridge.mapping.Pointer;
import drawbridge.mapping.Stamp;
import drawbridge.mapping.Value;
import drawbridge.mapping.Values;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/// Where in a list a call stands, and where the next one does. All of it travels in the cursor, so
/// that whoever reads a list keeps nothing else.
///
/// By number and by offset a row that leaves the list pulls those behind it forward, past a reader
/// who goes on counting. So each page by offset begins with the last row of the one before, and the
/// page before one by number is read once more: where that row stands elsewhere, the list moved.
///
/// @param id where a row says which record it is
/// @param window the begin of the step of time that is asked for
/// @param token from which this reading goes on
/// @param at a cursor, a number or an address; empty on the first page
/// @param last the last row of the page before, where it tells whether the list moved
/// @param again how often the cursor was the same by now
record Paging(
        ListSpec list,
        Pointer id,
        Optional<Instant> window,
        Optional<String> token,
        Optional<String> at,
        Optional<String> last,
        int again) {

    private static final Pattern OURS = Pattern.compile("[wtaln]=[^ =]*( [wtaln]=[^ =]*)*");

    /// The list says something about its pages that cannot be.
    static final class Absurd extends Exception {

        private static final long serialVersionUID = 1L;

        Absurd(String sentence) {
            super(sentence, null, false, false);
        }
    }

    static Paging of(ListSpec list, Pointer id, Instant now, Optional<String> cursor) {
        if (cursor.isPresent() && isBare(list)) {
            return new Paging(list, id, Optional.empty(), Optional.empty(), cursor, none(), 0);
        }
        Map<String, String> parts = parts(cursor.orElse(""));
        Optional<Instant> window =
                list.changes() instanceof Changes.Scan scan
                        ? Optional.of(
                                Optional.ofNullable(parts.get("w"))
                                        .map(Instant::parse)
                                        .orElseGet(() -> now.minus(scan.back())))
                        : Optional.empty();
        return new Paging(
                list,
                id,
                window,
                Optional.ofNullable(parts.get("t")),
                Optional.ofNullable(parts.get("a")),
                Optional.ofNullable(parts.get("l")),
                Integer.parseInt(parts.getOrDefault("n", "0")));
    }

    private static Optional<String> none() {
        return Optional.empty();
    }

    /// Whether the system's own cursor is all that has to be known.
    private static boolean isBare(ListSpec list) {
        boolean plain =
                switch (list.changes()) {
                    case Changes.Since _, Changes.Everything _ -> true;
                    case Changes.Tokens _, Changes.Scan _ -> false;
                };
        return plain
                && list.pages().way() instanceof Pages.Cursor cursor
                && !cursor.constant()
                && list.pages().ends() == Ends.NO_NEXT;
    }

    /// The cursor, number or address that the system gave, out of one of ours; the whole where it
    /// is nothing else.
    static String own(String cursor) {
        return OURS.matcher(cursor).matches() ? parts(cursor).getOrDefault("a", cursor) : cursor;
    }

    private static Map<String, String> parts(String cursor) {
        Map<String, String> parts = new TreeMap<>();
        for (String part : cursor.split(" ", -1)) {
            int sign = part.indexOf('=');
            if (sign > 0) {
                parts.put(
                        part.substring(0, sign),
                        URLDecoder.decode(part.substring(sign + 1), StandardCharsets.UTF_8));
            }
        }
        return parts;
    }

    private String text() {
        if (isBare(list)) {
            return at.orElse("");
        }
        Map<String, String> parts = new LinkedHashMap<>();
        window.ifPresent(begin -> parts.put("w", begin.toString()));
        token.ifPresent(text -> parts.put("t", text));
        at.ifPresent(text -> parts.put("a", text));
        last.ifPresent(text -> parts.put("l", text));
        if (again > 0) {
            parts.put("n", Integer.toString(again));
        }
        StringBuilder text = new StringBuilder();
        parts.forEach(
                (name, part) ->
                        text.append(text.isEmpty() ? "" : " ")
                                .append(name)
                                .append('=')
                                .append(URLEncoder.encode(part, StandardCharsets.UTF_8)));
        return text.toString();
    }

    // ---- What is asked

    /// The address of the call, where the answer before gave it as a whole.
    Optional<String> address() {
        boolean follows =
                switch (list.pages().way()) {
                    case Pages.Link _, Pages.NextUrl _ -> true;
                    case Pages.Cursor _, Pages.Numbered _, Pages.Offset _, Pages.None _ -> false;
                };
        if (at.isPresent()) {
            return follows ? at : Optional.empty();
        }
        return list.changes() instanceof Changes.Tokens tokens && tokens.address()
                ? token
                : Optional.empty();
    }

    /// Whether the call shows a token that may be too old.
    boolean showsToken() {
        return token.isPresent() && at.isEmpty();
    }

    /// What stands in the call's places.
    Map<String, Value> places(Instant since) {
        Map<String, Value> places = new TreeMap<>();
        switch (list.changes()) {
            case Changes.Since(var _, Stamp format, var _) ->
                    places.put("since", format.value(since));
            case Changes.Tokens _ -> token.ifPresent(text -> places.put("token", Value.of(text)));
            case Changes.Scan scan -> {
                Instant from = window.orElseThrow();
                places.put("from", scan.format().value(from));
                places.put("to", scan.format().value(from.plus(scan.step())));
            }
            case Changes.Everything _ -> {}
        }
        switch (list.pages().way()) {
            case Pages.Cursor _ -> at.ifPresent(text -> places.put("cursor", Value.of(text)));
            case Pages.Numbered numbered -> places.put("page", Value.of(number(numbered.first())));
            case Pages.Offset _ -> places.put("offset", Value.of(number(0)));
            case Pages.Link _, Pages.NextUrl _, Pages.None _ -> {}
        }
        list.pages().size().ifPresent(size -> places.put("size", Value.of(size)));
        return places;
    }

    /// Those of them that have a parameter of their own.
    Map<String, String> parameters(Map<String, Value> places) {
        Map<String, String> parameters = new TreeMap<>();
        switch (list.changes()) {
            case Changes.Since since -> put(parameters, since.parameter(), places, "since");
            case Changes.Tokens tokens -> put(parameters, tokens.parameter(), places, "token");
            case Changes.Scan scan -> {
                put(parameters, scan.from(), places, "from");
                put(parameters, scan.to(), places, "to");
            }
            case Changes.Everything _ -> {}
        }
        switch (list.pages().way()) {
            case Pages.Cursor cursor -> put(parameters, cursor.parameter(), places, "cursor");
            case Pages.Numbered numbered -> put(parameters, numbered.parameter(), places, "page");
            case Pages.Offset offset -> put(parameters, offset.parameter(), places, "offset");
            case Pages.Link _, Pages.NextUrl _, Pages.None _ -> {}
        }
        return parameters;
    }

    private static void put(
            Map<String, String> parameters,
            Optional<String> name,
            Map<String, Value> places,
            String place) {
        Optional<String> value = Optional.ofNullable(places.get(place)).flatMap(Values::idText);
        if (name.isPresent() && value.isPresent()) {
            parameters.put(name.get(), value.get());
        }
    }

    private long number(long first) {
        return at.map(Long::parseLong).orElse(first);
    }

    // ---- What is answered

    /// What an answer says about the page after it.
    ///
    /// @param body the answer
    /// @param links its headers `Link`
    /// @param within makes path and query of an address that may be followed
    record Answer(
            Value body,
            List<Value> rows,
            List<String> links,
            UnaryOperator<Optional<String>> within) {}

    /// The place of the page that follows; empty on the last one.
    Optional<Paging> next(Answer answer) throws Absurd {
        boolean ends = ends(answer);
        return switch (list.pages().way()) {
            case Pages.None _ -> Optional.empty();
            case Pages.Cursor(var _, var next, boolean constant) ->
                    ends ? Optional.empty() : cursor(answer, next, constant);
            case Pages.Numbered numbered ->
                    ends
                            ? Optional.empty()
                            : Optional.of(
                                    to(
                                            Long.toString(number(numbered.first()) + 1),
                                            numbered.steady() ? none() : lastOf(answer)));
            case Pages.Offset offset -> ends ? Optional.empty() : after(answer, offset);
            case Pages.Link(String relation) ->
                    ends
                            ? Optional.empty()
                            : followed(Links.relation(answer.links, relation), answer);
            case Pages.NextUrl(var place) ->
                    ends
                            ? Optional.empty()
                            : followed(place.reach(answer.body).flatMap(Values::idText), answer);
        };
    }

    private boolean ends(Answer answer) {
        if (list.pages().more().isPresent()) {
            return list.pages().more().get().reach(answer.body).filter(Paging::isYes).isEmpty();
        }
        int rows = answer.rows.size();
        return switch (list.pages().ends()) {
            case NO_NEXT -> false;
            case EMPTY_PAGE -> rows == 0 || isOverlapAlone(answer);
            case SHORT_PAGE -> rows < list.pages().size().orElse(1);
        };
    }

    private static boolean isYes(Value value) {
        return value.equals(Value.of(true)) || value.equals(Value.of("true"));
    }

    /// The row that is read twice is no new one.
    private boolean isOverlapAlone(Answer answer) {
        return list.pages().way() instanceof Pages.Offset
                && answer.rows.size() == 1
                && last.isPresent();
    }

    private Optional<Paging> cursor(Answer answer, Pointer place, boolean constant) throws Absurd {
        Optional<String> next = place.reach(answer.body).flatMap(Values::idText);
        if (next.isEmpty()) {
            return lost();
        }
        if (constant) {
            return Optional.of(again(next.get(), again + 1));
        }
        // Some say their last cursor once more with the last rows, and answer it with none.
        boolean same = list.pages().ends() == Ends.EMPTY_PAGE && next.equals(at);
        if (same && again > 0) {
            throw new Absurd("the cursor '" + next.get() + "' leads to itself");
        }
        return Optional.of(again(next.get(), same ? 1 : 0));
    }

    /// There is more, says the answer, and not where.
    private Optional<Paging> lost() throws Absurd {
        if (list.pages().more().isPresent()) {
            throw new Absurd(
                    "'"
                            + list.pages().more().get()
                            + "' says that there is more, and nothing where");
        }
        return Optional.empty();
    }

    private Optional<Paging> after(Answer answer, Pages.Offset offset) {
        long here = number(0);
        int rows = answer.rows.size();
        if (rows < 2) {
            // Nothing to overlap with. A page may be short because rows were left out of it.
            return Optional.of(to(Long.toString(here + offset.size()), none()));
        }
        boolean leftOut = list.pages().more().isPresent() && rows < offset.size();
        return Optional.of(
                leftOut
                        ? to(Long.toString(here + offset.size()), none())
                        : to(Long.toString(here + rows - 1), lastOf(answer)));
    }

    private Optional<Paging> followed(Optional<String> address, Answer answer) throws Absurd {
        if (address.isEmpty()) {
            return lost();
        }
        Optional<String> to = answer.within.apply(address);
        if (to.isEmpty()) {
            throw new Absurd(
                    "the next page is said to be at '"
                            + address.get()
                            + "', which is not the place of the connection; it is not followed,"
                            + " because the credential would go along");
        }
        return Optional.of(to(to.get(), none()));
    }

    private Paging to(String place, Optional<String> boundary) {
        return new Paging(list, id, window, token, Optional.of(place), boundary, 0);
    }

    private Paging again(String cursor, int times) {
        return new Paging(list, id, window, token, Optional.of(cursor), none(), times);
    }

    private Optional<String> lastOf(Answer answer) {
        return Optional.of(mark(answer.rows.getLast()));
    }

    /// The step of time after this one; empty after the last one.
    Optional<Paging> nextWindow(Instant now) {
        if (!(list.changes() instanceof Changes.Scan scan)) {
            return Optional.empty();
        }
        return window.map(begin -> begin.plus(scan.step()))
                .filter(begin -> begin.isBefore(now.plus(scan.ahead())))
                .map(begin -> new Paging(list, id, Optional.of(begin), none(), none(), none(), 0));
    }

    /// Where the next reading begins.
    Paging resume(String next) {
        return new Paging(list, id, Optional.empty(), Optional.of(next), none(), none(), 0);
    }

    // ---- Whether the list moved

    /// The page before this one, where it must be read again to know whether the list moved.
    Optional<Paging> before() {
        return list.pages().way() instanceof Pages.Numbered numbered && last.isPresent()
                ? Optional.of(to(Long.toString(number(numbered.first()) - 1), none()))
                : Optional.empty();
    }

    /// Whether rows left the list since the page before was read.
    ///
    /// @param rows of this page
    /// @param before of the page before, as it is now
    boolean moved(List<Value> rows, List<Value> before) {
        if (last.isEmpty()) {
            return false;
        }
        Optional<Value> place =
                list.pages().way() instanceof Pages.Offset
                        ? rows.stream().findFirst()
                        : before.reversed().stream().findFirst();
        // Rows that came before it push it back: it is met later, and nothing is passed over.
        return !place.map(this::isSame).orElse(false)
                && rows.stream().noneMatch(row -> mark(row).equals(last.get()));
    }

    /// A row that was edited keeps its place, but where the list is in the order of changes.
    private boolean isSame(Value row) {
        String mark = mark(row);
        return mark.equals(last.orElse(""))
                || (!(list.changes() instanceof Changes.Since)
                        && name(mark).equals(name(last.orElse(""))));
    }

    private static String name(String mark) {
        return mark.substring(mark.indexOf(' ') + 1);
    }

    /// All of a row, then the record that it is.
    private String mark(Value row) {
        return Hash.of(row.toString()).asUuid()
                + " "
                + id.find(row).flatMap(Values::idText).orElse("");
    }

    String cursor() {
        return text();
    }
}
