package drawbridge.mapping.lens;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.mapping.Neutral;
import drawbridge.mapping.Refs;
import drawbridge.mapping.State;
import drawbridge.mapping.Value;
import drawbridge.mapping.Values;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import java.time.LocalDateTime;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/// The lens of what repeats, in both shapes, held to the laws of [Lens].
class SeriesLensLawsTest extends SeriesValues {

    private static final Sameness SAME = new Sameness.Exact();
    private static final Laws PATTERN = new Laws(SeriesShapes.PATTERN, SAME);
    private static final Laws RULE = new Laws(SeriesShapes.RULE, SAME);

    @Property
    void seriesComeBack(@ForAll("series") Neutral.Series value, @ForAll("times") Neutral older) {
        for (Laws laws : new Laws[] {PATTERN, RULE}) {
            laws.putGet(value);
            laws.putPut(older, value);
            laws.putPut(value, older);
            laws.putPut(value, new Neutral.Empty());
        }
    }

    @Property
    void whatIsReadIsWrittenBack(@ForAll("series") Neutral.Series value) {
        for (Laws laws : new Laws[] {PATTERN, RULE}) {
            if (laws.lens().write(value, Refs.NONE) instanceof Lens.Put.Of(Value.Obj members)) {
                laws.getPut(members);
            }
        }
    }

    /// Over the bridge and back: both sides show the same, and nothing was moved.
    @Property
    void bothSidesHaveTheSameOccurrences(@ForAll("series") Neutral.Series value) {
        if (!(SeriesShapes.RULE.write(value, Refs.NONE) instanceof Lens.Put.Of(Value.Obj there))) {
            return;
        }
        Neutral.Series seen = SeriesShapes.read(SeriesShapes.RULE, there);
        if (!(SeriesShapes.PATTERN.write(seen, Refs.NONE) instanceof Lens.Put.Of(Value.Obj here))) {
            return;
        }
        Neutral.Series crossed = SeriesShapes.read(SeriesShapes.PATTERN, here);

        assertThat(Occurrences.instants(crossed, 40)).isEqualTo(Occurrences.instants(value, 40));
        assertThat(SAME.same(crossed, value)).as("%s became %s", value, crossed).isTrue();
        assertThat(SAME.normal(crossed)).isEqualTo(SAME.normal(value));
    }

    /// What is the same to one is the same to the other, and what differs by an occurrence is not.
    @Property
    void oneCancelledOccurrenceMakesAnotherSeries(@ForAll("series") Neutral.Series value) {
        LocalDateTime first = Occurrences.key(value.first());
        TreeMap<LocalDateTime, Neutral.Deviation> fewer = new TreeMap<>(value.exceptions());
        boolean changed = !(fewer.put(first, new Neutral.Cancelled()) instanceof Neutral.Cancelled);
        Neutral.Series other = new Neutral.Series(value.first(), value.rule(), fewer);

        assertThat(SAME.same(value, value)).isTrue();
        assertThat(SAME.same(value, other)).isEqualTo(!changed);
        assertThat(SAME.same(other, value)).isEqualTo(!changed);
    }

    @Property
    void theirWordsNameTheFirstDay(@ForAll("series") Neutral.Series value) {
        assertThat(Show.of(value))
                .contains(", from " + Occurrences.key(value.first()).getDayOfMonth() + " ");
    }

    @Property
    void anyRecordIsReadOrRefusedAtAPlace(
            @ForAll("series") Neutral.Series value, @ForAll int dice) {
        if (!(SeriesShapes.RULE.write(value, Refs.NONE) instanceof Lens.Put.Of(Value.Obj record))) {
            return;
        }
        Random random = new Random(dice);
        String rule = String.valueOf(record.members().get("rule"));
        int at = random.nextInt(rule.length());
        Value.Obj spoilt =
                Values.merge(
                        record,
                        new Value.Obj(
                                Map.of(
                                        "rule",
                                        Value.of(rule.substring(0, at) + rule.substring(at + 1)))));

        assertThat(SeriesShapes.RULE.read(State.of(spoilt), Refs.NONE)).isNotNull();
    }

    @Property
    void anyTextIsARuleOrIsRefused(
            @ForAll("rules") String rule, @ForAll("starts") Neutral.Once first) {
        if (!(SeriesShapes.RULE.write(first, Refs.NONE) instanceof Lens.Put.Of(Value.Obj record))) {
            return;
        }
        Value.Obj odd = Values.merge(record, new Value.Obj(Map.of("rule", Value.of(rule))));

        assertThat(SeriesShapes.RULE.read(State.of(odd), Refs.NONE)).isNotNull();
    }

    // ---- What is tried

    @Provide
    Arbitrary<String> rules() {
        Arbitrary<String> part =
                Combinators.combine(
                                Arbitraries.of(
                                        "FREQ",
                                        "INTERVAL",
                                        "BYDAY",
                                        "BYMONTHDAY",
                                        "BYMONTH",
                                        "BYSETPOS",
                                        "COUNT",
                                        "UNTIL",
                                        "WKST",
                                        "BYHOUR",
                                        "X-A",
                                        ""),
                                Arbitraries.oneOf(
                                        Arbitraries.of(
                                                "DAILY",
                                                "WEEKLY",
                                                "MONTHLY",
                                                "YEARLY",
                                                "MO",
                                                "-1FR",
                                                "TU,WE",
                                                "5SA,1SU",
                                                "20300101",
                                                "20300101T120000Z",
                                                "20300101T120000",
                                                "0",
                                                "-1"),
                                        Arbitraries.integers()
                                                .between(-40, 40)
                                                .map(String::valueOf),
                                        Arbitraries.strings().ascii().ofMaxLength(6)))
                        .as((name, value) -> name + "=" + value);
        return part.list().ofMaxSize(5).map(parts -> String.join(";", parts));
    }

    @Provide
    Arbitrary<Neutral> times() {
        return Arbitraries.oneOf(
                series().map(whole -> whole),
                starts().map(first -> first),
                Arbitraries.just(new Neutral.Empty()));
    }
}
