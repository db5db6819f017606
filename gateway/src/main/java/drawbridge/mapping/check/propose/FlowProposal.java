package drawbridge.mapping.check.propose;

import drawbridge.mapping.Pointer;
import drawbridge.mapping.ResourceName;
import drawbridge.mapping.SystemSpec.ResourceSpec;
import drawbridge.mapping.check.KnownRecords;
import drawbridge.mapping.check.document.Facts;
import drawbridge.mapping.check.document.Shape;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Proposes a flow between two resources by the names and types of their members.
public final class FlowProposal {

    /// @param fields how many it pairs
    /// @param open what must be decided before it can be used
    public record Proposed(String name, String text, int fields, List<String> open) {

        public Proposed {
            open = List.copyOf(open);
        }
    }

    /// One end of the flow.
    ///
    /// @param written the bodies that are sent; a member must be in each to be written
    public record End(ResourceSpec spec, Shape record, List<Shape> written) {

        public End {
            written = List.copyOf(written);
        }

        ResourceName name() {
            return spec.name();
        }

        private boolean writes(Pointer at) {
            return (spec.create().isPresent() || spec.update().isPresent())
                    && written.stream()
                            .allMatch(
                                    body ->
                                            body.at(at)
                                                    .filter(shape -> !shape.is("readOnly"))
                                                    .isPresent());
        }

        /// An end of which something is known.
        public static Optional<End> of(ResourceSpec spec, KnownRecords known) {
            return known.record(spec.name())
                    .map(record -> new End(spec, record, known.written(spec.name())));
        }
    }

    /// Below this, names have too little in common.
    private static final double ALIKE = 0.5;

    private static final Set<String> NUMBERS = Set.of("integer", "number");

    private final End acme;
    private final End app;
    private final String name;
    private final Draft draft = new Draft();
    private final List<String> open = new ArrayList<>();
    private final Set<Pointer> usedAtAcme = new HashSet<>();
    private final Set<Pointer> usedAtApp = new HashSet<>();
    private final Set<String> keys = new HashSet<>();
    private int fields;
    private boolean email;

    private FlowProposal(End acme, End app, String name) {
        this.acme = acme;
        this.app = app;
        this.name = name;
    }

    /// @param name of the flow; empty: by the first resource
    public static Proposed of(End acme, End app, Optional<String> name) {
        String usual = acme.name().resource();
        return new FlowProposal(acme, app, name.orElse(Words.plural(usual))).propose();
    }

    private record Pair(Pointer one, Pointer other, double likeness, String lens) {}

    private Proposed propose() {
        draft.line(0, "# yaml-language-server: $schema=../schema/flow.schema.json");
        draft.line(0, "#");
        draft.note(
                0,
                "Pairs %s with %s. Proposed by: drawbridge new flow. Each line with 'guess' wants a look"
                                .formatted(acme.name(), app.name())
                        + " into the documentation; then take the remark away.");
        draft.line(0, "flow: " + name);
        draft.blank();
        draft.line(0, "sides:");
        draft.line(1, "acme: " + acme.name());
        draft.line(1, "app: " + app.name());
        List<Pair> pairs = pairs();
        email = pairs.stream().anyMatch(pair -> pair.lens().equals("email"));
        match();
        draft.blank();
        draft.line(0, "situations:");
        draft.line(1, "no-match: { acme: %s, app: %s }".formatted(onNoMatch(app), onNoMatch(acme)));
        draft.line(1, "one-match: link-only");
        draft.line(1, "several-matches: hold");
        draft.blank();
        draft.guess(
                0,
                "delete: { acme: %s, app: %s }".formatted(onDelete(app), onDelete(acme)),
                "a person decides about each where a partner can be deleted, until something else"
                        + " is said");
        draft.blank();
        draft.line(0, "groups:");
        when().ifPresent(this::writeWhen);
        pairs.forEach(this::write);
        references();
        rest("acme", acme, usedAtAcme);
        rest("app", app, usedAtApp);
        if (fields == 0) {
            open.add(
                    "groups: no two members are alike enough; write the first field by hand:"
                            + " docs/writing-a-mapping.md");
        }
        return new Proposed(name, draft.text(), fields, open);
    }

    /// What becomes of a record without a partner: one is made where the other side can.
    private static String onNoMatch(End other) {
        return other.spec().create().isPresent() ? "create" : "ignore";
    }

    /// What becomes of the partner of a record that is gone.
    private static String onDelete(End partner) {
        return partner.spec().delete().isPresent() ? "hold" : "unlink";
    }

    // ---- How partners are found

    private void match() {
        Optional<String> here = byEmail(acme.spec());
        Optional<String> there = byEmail(app.spec());
        if (email && here.isPresent() && there.isPresent()) {
            draft.blank();
            draft.line(0, "match:");
            draft.line(1, "fields: [" + emailKey() + "]");
            draft.guess(1, "strong: true", "no two records share an address");
            draft.line(1, "lookup: { acme: %s, app: %s }".formatted(here.get(), there.get()));
            return;
        }
        draft.blank();
        draft.note(
                0,
                "guess: no key pairs records that are there already; without 'match' each gets a"
                        + " partner of its own");
    }

    private String emailKey() {
        return pairs().stream()
                .filter(pair -> pair.lens().equals("email"))
                .findFirst()
                .map(pair -> Words.key(pair.one().steps().getLast()))
                .orElse("email");
    }

    private static Optional<String> byEmail(ResourceSpec spec) {
        return spec.lookups().entrySet().stream()
                .filter(lookup -> lookup.getValue().call().places().equals(Set.of("email")))
                .map(Map.Entry::getKey)
                .sorted()
                .findFirst();
    }

    // ---- Which members belong together

    private List<Pair> pairs() {
        List<Pair> all = new ArrayList<>();
        for (Pointer one : members(acme)) {
            for (Pointer other : members(app)) {
                Optional<String> lens = lens(shape(acme, one), shape(app, other), one, other);
                double likeness = likeness(one, other);
                if (lens.isPresent() && likeness >= ALIKE) {
                    all.add(new Pair(one, other, likeness + bonus(one, other), lens.get()));
                }
            }
        }
        all.sort(Comparator.comparingDouble(Pair::likeness).reversed());
        Set<Pointer> here = new HashSet<>();
        Set<Pointer> there = new HashSet<>();
        when().ifPresent(
                        when -> {
                            here.addAll(List.of(when.start(), when.end()));
                            there.addAll(List.of(when.otherStart(), when.otherEnd()));
                        });
        List<Pair> best = new ArrayList<>();
        for (Pair pair : all) {
            if (!here.contains(pair.one()) && !there.contains(pair.other())) {
                here.add(pair.one());
                there.add(pair.other());
                best.add(pair);
            }
        }
        List<Pointer> order = members(acme);
        best.sort(Comparator.comparingInt(pair -> order.indexOf(pair.one())));
        return best;
    }

    /// Likeness of the last step, or of all of them where they are several.
    private static double likeness(Pointer one, Pointer other) {
        double last = Words.likeness(one.steps().getLast(), other.steps().getLast());
        double whole =
                Words.likeness(String.join("_", one.steps()), String.join("_", other.steps()));
        boolean deep = one.steps().size() > 1 || other.steps().size() > 1;
        // A name within an object, such as /customer/name, is not the name of the record.
        return deep ? Math.max(whole, last - 0.5) : last;
    }

    private double bonus(Pointer one, Pointer other) {
        Facts here = shape(acme, one).facts();
        Facts there = shape(app, other).facts();
        return (here.format().isPresent() && here.format().equals(there.format()) ? 0.1 : 0)
                + (here.types().equals(there.types()) ? 0.05 : 0);
    }

    private static Shape shape(End end, Pointer at) {
        return end.record().at(at).orElse(end.record());
    }

    /// Members that a field can hold, those of the system itself left out.
    private static List<Pointer> members(End end) {
        ResourceSpec spec = end.spec();
        Set<Pointer> own = new HashSet<>();
        own.add(spec.id());
        spec.version().ifPresent(version -> own.add(version.at()));
        spec.updatedAt().ifPresent(updated -> own.add(updated.at()));
        spec.deletedMarker().ifPresent(marker -> own.add(marker.at()));
        spec.externalReference().ifPresent(own::add);
        List<Pointer> members = new ArrayList<>();
        for (Pointer at : end.record().places()) {
            Set<String> types = shape(end, at).facts().types();
            boolean plain = !types.isEmpty() && !types.contains("object") && at.steps().size() <= 2;
            String last = Words.plain(at.steps().getLast());
            if (plain
                    && !own.contains(at)
                    && !last.matches(
                            "created(at|on|time|date)?|(updated|modified|changed)(at|on)?")) {
                members.add(at);
            }
        }
        return members;
    }

    private static boolean isReference(Pointer at) {
        String last = at.steps().getLast();
        return last.matches(".*(_id|Id|_ref|Ids|_ids)");
    }

    private static Optional<String> lens(Shape one, Shape other, Pointer here, Pointer there) {
        if (isReference(here) || isReference(there)) {
            return Optional.empty();
        }
        Facts a = one.facts();
        Facts b = other.facts();
        String name = Words.plain(here.steps().getLast());
        // A time as text of no format that is said may be anything.
        if (isTimeless(a, here) || isTimeless(b, there)) {
            return Optional.empty();
        }
        if (!a.words().isEmpty() && !b.words().isEmpty()) {
            return Optional.of("enum");
        }
        if (!a.words().isEmpty() || !b.words().isEmpty()) {
            return Optional.empty();
        }
        if (is(a, "boolean") && is(b, "boolean")) {
            return Optional.of("bool");
        }
        if (isTime(a, here) && isTime(b, there)) {
            return Optional.of("instant");
        }
        if (isOfFormat(a, "date") && isOfFormat(b, "date")) {
            return Optional.of("date");
        }
        if (NUMBERS.containsAll(a.types()) && NUMBERS.containsAll(b.types())) {
            return Optional.of("number");
        }
        if (one.isList() && other.isList()) {
            boolean texts = is(one.item().facts(), "string") && is(other.item().facts(), "string");
            return texts ? Optional.of("set") : Optional.empty();
        }
        boolean texts =
                is(a, "string")
                        && is(b, "string")
                        && a.format().filter(f -> f.startsWith("date")).isEmpty()
                        && b.format().filter(f -> f.startsWith("date")).isEmpty();
        if (!texts) {
            return Optional.empty();
        }
        if (isOfFormat(a, "email") || isOfFormat(b, "email") || name.matches("e?mail(address)?")) {
            return Optional.of("email");
        }
        return Optional.of(name.matches("(tele)?phone(number)?|mobile|tel") ? "phone" : "text");
    }

    private static boolean is(Facts facts, String type) {
        return facts.types().equals(Set.of(type));
    }

    private static boolean isOfFormat(Facts facts, String format) {
        return is(facts, "string") && facts.format().filter(format::equals).isPresent();
    }

    private static boolean isTimeless(Facts facts, Pointer at) {
        String last = at.steps().getLast();
        return is(facts, "string")
                && facts.format().isEmpty()
                && (Words.plain(last)
                                .matches(
                                        "(start|end|begin|due|time|date|zone)s?.*|.*(time|date|zone)")
                        || last.matches(".*(_at|At)"));
    }

    private static boolean isTime(Facts facts, Pointer at) {
        return isOfFormat(facts, "date-time")
                || (is(facts, "integer")
                        && Words.plain(at.steps().getLast())
                                .matches(".*(at|time|start|end|due|on)"));
    }

    // ---- Calendar times

    private record When(Pointer start, Pointer end, Pointer otherStart, Pointer otherEnd) {}

    /// Where both sides hold a start and an end as instants.
    private Optional<When> when() {
        Optional<Pointer> start = time(acme, "start");
        Optional<Pointer> end = time(acme, "end");
        Optional<Pointer> otherStart = time(app, "start");
        Optional<Pointer> otherEnd = time(app, "end");
        return start.isPresent()
                        && end.isPresent()
                        && otherStart.isPresent()
                        && otherEnd.isPresent()
                ? Optional.of(new When(start.get(), end.get(), otherStart.get(), otherEnd.get()))
                : Optional.empty();
    }

    private static Optional<Pointer> time(End end, String what) {
        return members(end).stream()
                .filter(at -> isOfFormat(shape(end, at).facts(), "date-time"))
                .filter(at -> Words.likeness(at.steps().getLast(), what) >= 0.9)
                .filter(end::writes)
                .findFirst();
    }

    private void writeWhen(When when) {
        draft.line(1, "time:");
        draft.line(2, "policy: hold");
        draft.line(2, "fields:");
        draft.guess(3, "when:", "start and end move together");
        draft.line(4, "lens: when");
        timed("acme", when.start(), when.end());
        timed("app", when.otherStart(), when.otherEnd());
        usedAtAcme.addAll(List.of(when.start(), when.end()));
        usedAtApp.addAll(List.of(when.otherStart(), when.otherEnd()));
        fields++;
    }

    private void timed(String side, Pointer start, Pointer end) {
        draft.line(
                4,
                "%s: { timed: { start-instant: %s, end-instant: %s }, zone-if-none: tenant }"
                        .formatted(side, Draft.text(start.toString()), Draft.text(end.toString())));
    }

    // ---- Fields

    private void write(Pair pair) {
        boolean toApp = app.writes(pair.other());
        boolean toAcme = acme.writes(pair.one());
        boolean matched = pair.lens().equals("email") && isMatched();
        if (!toApp && !toAcme && !matched) {
            return;
        }
        String key = key(pair);
        Map<String, String> words = new LinkedHashMap<>();
        if (pair.lens().equals("enum") && !words(pair, key, words)) {
            return;
        }
        usedAtAcme.add(pair.one());
        usedAtApp.add(pair.other());
        fields++;
        draft.line(1, key + ":");
        if (!toApp || !toAcme) {
            draft.guess(
                    2,
                    "crosses: " + (toApp ? "to-app" : toAcme ? "to-acme" : "never"),
                    toApp
                            ? "acme does not take it"
                            : toAcme ? "the app does not take it" : "read for matching alone");
        } else {
            draft.line(2, "policy: hold");
        }
        draft.line(2, "fields:");
        boolean same =
                Words.plain(pair.one().steps().getLast())
                        .equals(Words.plain(pair.other().steps().getLast()));
        String why = same ? "the names are the same" : "the names are alike";
        if (words.isEmpty()) {
            draft.guess(3, field(key, pair), why);
            return;
        }
        draft.guess(3, key + ":", why);
        draft.line(4, "lens: enum");
        draft.line(4, "acme: " + Draft.text(pair.one().toString()));
        draft.line(4, "app: " + Draft.text(pair.other().toString()));
        draft.line(4, "words:");
        words.forEach((word, partners) -> draft.line(5, word + ": " + partners));
    }

    private boolean isMatched() {
        return byEmail(acme.spec()).isPresent() && byEmail(app.spec()).isPresent();
    }

    private String key(Pair pair) {
        String key = Words.key(pair.one().steps().getLast());
        if (!keys.add(key)) {
            key = Words.key(String.join("-", pair.one().steps()));
            keys.add(key);
        }
        return key;
    }

    private String field(String key, Pair pair) {
        String region = pair.lens().equals("phone") ? ", region: DE" : "";
        if (!region.isEmpty()) {
            open.add(key + ".region: of numbers without a country code");
        }
        return "%s: { lens: %s%s, acme: %s, app: %s }"
                .formatted(
                        key,
                        pair.lens(),
                        region,
                        side(acme, pair.one(), pair.lens()),
                        side(app, pair.other(), pair.lens()));
    }

    private static String side(End end, Pointer at, String lens) {
        Facts facts = shape(end, at).facts();
        String place = Draft.text(at.toString());
        if (lens.equals("instant") && is(facts, "integer")) {
            return "{ at: %s, as: %s }"
                    .formatted(place, ListGuess.Format.of(shape(end, at)).word());
        }
        boolean bounded =
                Set.of("text", "email", "phone").contains(lens) && longest(end, at).isPresent();
        return bounded ? "{ at: %s, max: %d }".formatted(place, longest(end, at).get()) : place;
    }

    /// How much each body takes at most.
    private static Optional<Integer> longest(End end, Pointer at) {
        List<Shape> all = new ArrayList<>(end.written());
        all.add(end.record());
        return all.stream()
                .flatMap(body -> body.at(at).stream())
                .flatMapToInt(shape -> shape.facts().maxLength().stream())
                .boxed()
                .min(Comparator.naturalOrder());
    }

    /// Pairs the words of both sides; false where none has a partner.
    private boolean words(Pair pair, String key, Map<String, String> words) {
        List<String> here = shape(acme, pair.one()).facts().words();
        List<String> there = new ArrayList<>(shape(app, pair.other()).facts().words());
        List<String> alone = new ArrayList<>();
        for (String word : here) {
            Optional<String> partner =
                    there.stream().filter(other -> Words.likeness(word, other) >= 0.9).findFirst();
            if (partner.isPresent()) {
                there.remove(partner.get());
                words.put(
                        Words.key(partner.get()),
                        "{ acme: %s, app: %s }"
                                .formatted(Draft.text(word), Draft.text(partner.get())));
            } else {
                alone.add("'" + word + "' of acme");
            }
        }
        there.forEach(word -> alone.add("'" + word + "' of the app"));
        if (words.isEmpty()) {
            return false;
        }
        if (!alone.isEmpty()) {
            draft.note(1, "decide: what has no partner: " + String.join(", ", alone));
            open.add(key + ".words: partners for " + String.join(", ", alone));
        }
        return true;
    }

    // ---- What is left

    private void references() {
        for (Pointer one : references(acme)) {
            for (Pointer other : references(app)) {
                if (Words.likeness(stem(one), stem(other)) >= ALIKE) {
                    boolean number = is(shape(app, other).facts(), "integer");
                    draft.note(
                            1,
                            "reference? once a flow links what they point to, in a group of its own: %s: { lens: ref, flow: FLOW, acme: %s, app: %s }"
                                    .formatted(
                                            Words.key(stem(one)),
                                            one,
                                            number
                                                    ? "{ at: " + other + ", as: number }"
                                                    : other.toString()));
                    usedAtAcme.add(one);
                    usedAtApp.add(other);
                }
            }
        }
    }

    private static List<Pointer> references(End end) {
        return members(end).stream().filter(FlowProposal::isReference).toList();
    }

    private static String stem(Pointer at) {
        return at.steps().getLast().replaceAll("(_id|Id|_ref|Ids|_ids)$", "");
    }

    private void rest(String side, End end, Set<Pointer> used) {
        Set<String> left = new LinkedHashSet<>();
        for (Pointer at : members(end)) {
            if (!used.contains(at)) {
                left.add(at.toString());
            }
        }
        if (!left.isEmpty()) {
            draft.note(1, "no partner for, of " + side + ": " + String.join(", ", left));
        }
    }
}
