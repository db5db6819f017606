package drawbridge.mapping.file;

import drawbridge.mapping.Pointer;
import drawbridge.mapping.Value;
import drawbridge.mapping.file.Yaml.Place;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One mapping of a YAML file, read member by member. The schema has been applied before; what is
/// still missing or of another kind is [Problems.Malformed].
public record Section(Yaml.Entries yaml) {

    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");

    public static Section of(Yaml yaml) {
        if (yaml instanceof Yaml.Entries entries) {
            return new Section(entries);
        }
        throw new Problems.Malformed(yaml.at(), "keys are expected here");
    }

    public Place at() {
        return yaml.at();
    }

    /// Where the value of `key` stands, or this section if there is none.
    public Place at(String key) {
        return yaml.get(key).map(Yaml::at).orElse(at());
    }

    public boolean has(String key) {
        return yaml.get(key).filter(value -> !value.isNull()).isPresent();
    }

    public Yaml need(String key) {
        return yaml.get(key)
                .orElseThrow(
                        () -> new Problems.Malformed(at(), "the key '" + key + "' is missing"));
    }

    /// Where `key` itself stands, or this section if it is absent.
    public Place key(String key) {
        Yaml.Entry entry = yaml.entries().get(key);
        return entry == null ? at() : entry.key();
    }

    /// What `read` makes of the value of `key`; empty when there is none.
    public <T> Optional<T> maybe(String key, Function<Yaml, T> read) {
        return has(key) ? Optional.of(read.apply(need(key))) : Optional.empty();
    }

    public Section section(String key) {
        return of(need(key));
    }

    public String text(String key) {
        return text(need(key));
    }

    public SequencedMap<String, Yaml> members() {
        SequencedMap<String, Yaml> members = new LinkedHashMap<>();
        yaml.entries().forEach((name, entry) -> members.put(name, entry.value()));
        return members;
    }

    /// The members of `key`; none when it is absent.
    public SequencedMap<String, Yaml> members(String key) {
        return has(key) ? section(key).members() : new LinkedHashMap<>();
    }

    /// The members of `key`, each as text.
    public Map<String, String> texts(String key) {
        Map<String, String> texts = new LinkedHashMap<>();
        members(key).forEach((name, value) -> texts.put(name, text(value)));
        return texts;
    }

    public static String text(Yaml yaml) {
        if (yaml instanceof Yaml.Scalar(Place _, Value value, int _)) {
            switch (value) {
                case Value.Text(String text) -> {
                    return text;
                }
                case Value.Num(BigDecimal number) -> {
                    return number.toPlainString();
                }
                case Value.Bool(boolean flag) -> {
                    return Boolean.toString(flag);
                }
                case Value.Null _, Value.Arr _, Value.Obj _ -> {}
            }
        }
        throw new Problems.Malformed(yaml.at(), "text is expected here");
    }

    public static List<Yaml> items(Yaml yaml) {
        if (yaml instanceof Yaml.Items(Place _, List<Yaml> items)) {
            return items;
        }
        throw new Problems.Malformed(yaml.at(), "a list is expected here");
    }

    /// The values of `key`: none, one, or those of a list.
    public List<Yaml> several(String key) {
        return maybe(key, value -> value instanceof Yaml.Items ? items(value) : List.of(value))
                .orElse(List.of());
    }

    public static List<String> words(Yaml yaml) {
        List<String> words = new ArrayList<>();
        items(yaml).forEach(item -> words.add(text(item)));
        return words;
    }

    public static int whole(Yaml yaml) {
        if (yaml.value() instanceof Value.Num(BigDecimal number)) {
            try {
                return number.intValueExact();
            } catch (ArithmeticException notWhole) {
                throw new Problems.Malformed(yaml.at(), "a whole number is expected here");
            }
        }
        throw new Problems.Malformed(yaml.at(), "a number is expected here");
    }

    public static boolean flag(Yaml yaml) {
        if (yaml.value() instanceof Value.Bool(boolean flag)) {
            return flag;
        }
        throw new Problems.Malformed(yaml.at(), "true or false is expected here");
    }

    public static Pointer pointer(Yaml yaml) {
        try {
            return Pointer.parse(text(yaml));
        } catch (IllegalArgumentException wrong) {
            throw new Problems.Malformed(yaml.at(), String.valueOf(wrong.getMessage()));
        }
    }

    static Duration duration(Yaml yaml) {
        Matcher duration = DURATION.matcher(text(yaml));
        if (!duration.matches()) {
            throw new Problems.Malformed(
                    yaml.at(),
                    "a length of time such as 500ms, 10s, 5m, 2h or 1d is expected here");
        }
        long amount = Long.parseLong(duration.group(1));
        return switch (duration.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }

    /// The constant of `type` whose lower-kebab name the text is.
    public static <E extends Enum<E>> E word(Yaml yaml, Class<E> type) {
        String text = text(yaml);
        for (E constant : type.getEnumConstants()) {
            if (constant.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(text)) {
                return constant;
            }
        }
        throw new Problems.Malformed(yaml.at(), "'" + text + "' is none of the words known here");
    }
}
