package drawbridge.system;

import drawbridge.mapping.Operation;
import drawbridge.mapping.Operation.Quotes;
import drawbridge.mapping.Value;
import drawbridge.mapping.Values;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What stands in the places of a call. Whatever a value holds, it stays one value: it can neither
/// end the quotation marks that stand around it nor begin another header.
///
/// A parameter, header or member with a place for which there is no value is left out.
final class Places {

    private static final Pattern PLACE = Pattern.compile("\\{([A-Za-z0-9_-]+)}");

    private final Map<String, Value> values;
    private final Optional<Quotes> quotes;

    Places(Map<String, Value> values, Optional<Quotes> quotes) {
        this.values = Map.copyOf(values);
        this.quotes = quotes;
    }

    /// A value cannot be written where it belongs.
    static final class Unfit extends Exception {

        private static final long serialVersionUID = 1L;

        Unfit(String sentence) {
            super(sentence, null, false, false);
        }
    }

    /// Whether every place of the call has a value.
    boolean fill(Operation call) {
        return isFull(call.path())
                && call.query().values().stream().allMatch(this::isFull)
                && call.headers().values().stream().allMatch(this::isFull)
                && call.body().filter(body -> !isFull(body)).isEmpty();
    }

    private boolean isFull(Value template) {
        return switch (template) {
            case Value.Text(String text) -> isFull(text);
            case Value.Obj(var members) -> members.values().stream().allMatch(this::isFull);
            case Value.Arr(var items) -> items.stream().allMatch(this::isFull);
            case Value.Num _, Value.Bool _, Value.Null _ -> true;
        };
    }

    private boolean isFull(String template) {
        return PLACE.matcher(template)
                .results()
                .allMatch(place -> said(place.group(1)).isPresent());
    }

    private Optional<Value> said(String name) {
        return Optional.ofNullable(values.get(name))
                .filter(value -> Values.idText(value).filter(text -> !text.isBlank()).isPresent());
    }

    /// What stands in its path, each as one segment.
    Map<String, String> segments(Operation call) throws Unfit {
        if (!isFull(call.path())) {
            throw new Unfit("nothing is known that could stand in the path " + call.path());
        }
        Map<String, String> segments = new TreeMap<>();
        values.forEach(
                (name, value) ->
                        Values.idText(value)
                                .ifPresent(text -> segments.put("{" + name + "}", text)));
        return segments;
    }

    Map<String, String> query(Operation call) throws Unfit {
        return texts(call.query());
    }

    Map<String, String> headers(Operation call) throws Unfit {
        Map<String, String> headers = texts(call.headers());
        for (Map.Entry<String, String> header : headers.entrySet()) {
            if (header.getValue().chars().anyMatch(sign -> sign < ' ' || sign > '~')) {
                throw new Unfit("the header " + header.getKey() + " takes plain signs alone");
            }
        }
        return headers;
    }

    Optional<Value.Obj> body(Operation call) throws Unfit {
        return call.body().isEmpty() ? Optional.empty() : Optional.of(object(call.body().get()));
    }

    private Map<String, String> texts(Map<String, String> templates) throws Unfit {
        Map<String, String> texts = new TreeMap<>();
        for (Map.Entry<String, String> template : templates.entrySet()) {
            if (isFull(template.getValue())) {
                texts.put(template.getKey(), text(template.getValue()));
            }
        }
        return texts;
    }

    private String text(String template) throws Unfit {
        Matcher places = PLACE.matcher(template);
        StringBuilder text = new StringBuilder();
        while (places.find()) {
            String value = Values.idText(said(places.group(1)).orElseThrow()).orElseThrow();
            if (!StandardCharsets.UTF_8.newEncoder().canEncode(value)) {
                throw new Unfit("what is asked for holds half a character");
            }
            Optional<Character> around = quoted(template.substring(0, places.start()));
            places.appendReplacement(
                    text,
                    Matcher.quoteReplacement(
                            around.isEmpty() ? value : within(around.get(), value)));
        }
        places.appendTail(text);
        return text.toString();
    }

    /// The quotation mark that is open at the end of a text.
    private static Optional<Character> quoted(String before) {
        Optional<Character> open = Optional.empty();
        for (int i = 0; i < before.length(); i++) {
            char sign = before.charAt(i);
            if (open.isPresent() && open.get() == sign) {
                open = Optional.empty();
            } else if (open.isEmpty() && (sign == '\'' || sign == '"')) {
                open = Optional.of(sign);
            }
        }
        return open;
    }

    private String within(char mark, String value) throws Unfit {
        String one = String.valueOf(mark);
        if (!value.contains(one) && !value.contains("\\")) {
            return value;
        }
        if (quotes.isEmpty()) {
            throw new Unfit(
                    "what is asked for holds a quotation mark or a backslash; say with 'quotes' in"
                            + " the system's file how such a sign is written");
        }
        return switch (quotes.get()) {
            case DOUBLED -> value.replace(one, one + one);
            case BACKSLASH -> value.replace("\\", "\\\\").replace(one, "\\" + one);
        };
    }

    private Value.Obj object(Value.Obj template) throws Unfit {
        Map<String, Value> members = new LinkedHashMap<>();
        for (Map.Entry<String, Value> member : template.members().entrySet()) {
            if (!(member.getValue() instanceof Value.Text(String text)) || isFull(text)) {
                members.put(member.getKey(), value(member.getValue()));
            }
        }
        return new Value.Obj(members);
    }

    private Value value(Value template) throws Unfit {
        return switch (template) {
            case Value.Text(String text) -> {
                Matcher alone = PLACE.matcher(text);
                yield alone.matches() && values.get(alone.group(1)) instanceof Value.Num number
                        ? number
                        : Value.of(text(text));
            }
            case Value.Obj object -> object(object);
            case Value.Arr(var items) -> {
                List<Value> filled = new ArrayList<>();
                for (Value item : items) {
                    if (isFull(item)) {
                        filled.add(value(item));
                    }
                }
                yield new Value.Arr(filled);
            }
            case Value.Num _, Value.Bool _, Value.Null _ -> template;
        };
    }
}
