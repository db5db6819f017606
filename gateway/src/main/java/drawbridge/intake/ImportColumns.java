package drawbridge.intake;

import drawbridge.mapping.Marker;
import drawbridge.mapping.Pointer;
import drawbridge.mapping.SystemSpec.ResourceSpec;
import drawbridge.mapping.TenantSpec;
import drawbridge.mapping.Value;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Which member of a record each column of a file fills. Names fit whatever their case and signs:
/// `Starts at` is `/starts_at`, `customer.name` is `/customer/name`.
///
/// A cell is text. It becomes a number or a truth value where the mapping reads one; an empty one
/// is null.
final class ImportColumns {

    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9]\\d{0,30})(\\.\\d{1,30})?");
    private static final Pattern NOT_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");

    private final ResourceSpec spec;
    private final List<String> names;
    private final List<Optional<Pointer>> members;
    private final Set<Pointer> read;

    private ImportColumns(
            ResourceSpec spec,
            List<String> names,
            List<Optional<Pointer>> members,
            Set<Pointer> read) {
        this.spec = spec;
        this.names = List.copyOf(names);
        this.members = List.copyOf(members);
        this.read = read;
    }

    /// @throws Imports.Unfit when no column names the record, or two fill the same member
    static ImportColumns of(TenantSpec tenant, ResourceSpec spec, List<String> names) {
        Map<String, Pointer> known = new HashMap<>();
        NativeMembers.all(tenant, spec)
                .forEach(member -> known.put(plain(member.toString()), member));
        Set<Pointer> others =
                names.stream()
                        .map(ImportColumns::plain)
                        .filter(name -> !name.isEmpty() && !known.containsKey(name))
                        .map(name -> new Pointer(List.of(name)))
                        .collect(Collectors.toSet());
        NativeMembers.enriching(tenant, spec, others)
                .forEach(member -> known.put(plain(member.toString()), member));
        List<Optional<Pointer>> members = new ArrayList<>();
        Map<Pointer, String> filled = new HashMap<>();
        for (String name : names) {
            Optional<Pointer> member = Optional.ofNullable(known.get(plain(name)));
            member.ifPresent(
                    at -> {
                        String other = filled.putIfAbsent(at, name);
                        if (other != null) {
                            throw new Imports.Unfit(
                                    "The columns \""
                                            + other
                                            + "\" and \""
                                            + name
                                            + "\" are the same field, "
                                            + shown(at)
                                            + ".");
                        }
                    });
            members.add(member);
        }
        if (!filled.containsKey(spec.id())) {
            throw new Imports.Unfit(
                    "No column is the record's id, "
                            + shown(spec.id())
                            + ". The columns are "
                            + String.join(", ", names)
                            + "; the fields of "
                            + spec.name()
                            + " are "
                            + known.values().stream()
                                    .map(ImportColumns::shown)
                                    .sorted()
                                    .collect(Collectors.joining(", "))
                            + ". Say which is which: --column 'NAME=FIELD'.");
        }
        return new ImportColumns(spec, names, members, NativeMembers.read(tenant, spec));
    }

    /// Of a file that holds whole records.
    static ImportColumns none(TenantSpec tenant, ResourceSpec spec) {
        return new ImportColumns(spec, List.of(), List.of(), NativeMembers.read(tenant, spec));
    }

    private static String plain(String name) {
        return NOT_WORD.matcher(name.strip().toLowerCase(Locale.ROOT))
                .replaceAll("_")
                .replaceAll("^_|_$", "");
    }

    private static String shown(Pointer member) {
        return member.toString().substring(1).replace('/', '.');
    }

    List<Optional<String>> fields() {
        return members.stream().map(member -> member.map(ImportColumns::shown)).toList();
    }

    /// What is read and no column fills. Of whole records nobody knows it beforehand.
    List<String> untold() {
        return (names.isEmpty() ? List.<Pointer>of() : read)
                .stream()
                        .filter(member -> !members.contains(Optional.of(member)))
                        .map(ImportColumns::shown)
                        .sorted()
                        .toList();
    }

    int size() {
        return names.size();
    }

    /// How the file calls a member; its own name where the file has no column for it.
    String column(Pointer member) {
        int at = members.indexOf(Optional.of(member));
        return at < 0 ? shown(member) : names.get(at);
    }

    /// The members that are filled.
    List<Pointer> filled() {
        return members.stream().flatMap(Optional::stream).toList();
    }

    /// Those that a flow reads and this record has.
    List<Pointer> filled(Value.Obj record) {
        return read.stream().filter(member -> member.find(record).isPresent()).toList();
    }

    Value.Obj record(List<String> cells) {
        Value.Obj record = Value.Obj.EMPTY;
        for (int i = 0; i < members.size(); i++) {
            if (members.get(i).isPresent()) {
                Pointer member = members.get(i).get();
                record = member.put(record, value(member, cells.get(i)));
            }
        }
        return record;
    }

    private Value value(Pointer member, String cell) {
        if (cell.isEmpty()) {
            return Value.NULL;
        }
        boolean marker = spec.deletedMarker().map(Marker::at).filter(member::equals).isPresent();
        boolean millis =
                spec.updatedAt()
                        .filter(at -> at.at().equals(member) && at.format().isNumber())
                        .isPresent();
        Value text = Value.of(cell);
        return marker || millis ? otherwise(text).orElse(text) : text;
    }

    /// What a text may be where text is wrong: a number or a truth value.
    static Optional<Value> otherwise(Value value) {
        if (!(value instanceof Value.Text(String text))) {
            return Optional.empty();
        }
        String word = text.strip();
        if (NUMBER.matcher(word).matches()) {
            return Optional.of(new Value.Num(new BigDecimal(word)));
        }
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "true" -> Optional.of(Value.of(true));
            case "false" -> Optional.of(Value.of(false));
            default -> Optional.empty();
        };
    }
}
