package drawbridge.mapping.lens;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.mapping.Neutral;
import drawbridge.mapping.PlainText;
import drawbridge.mapping.Pointer;
import drawbridge.mapping.Refs;
import drawbridge.mapping.State;
import drawbridge.mapping.Value;
import drawbridge.mapping.Values;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.time.api.constraints.DateRange;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// The lens operations for systems with ways of their own, held to the laws of [Lens].
class WordLawsTest {

    private static final Pointer AT = Pointer.parse("/nested/value");
    private static final Neutral EMPTY = new Neutral.Empty();
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    // ---- unit

    @Property
    void aNumberInAnotherUnitComesBackAsFarAsThatUnitHoldsIt(
            @ForAll BigDecimal number,
            @ForAll BigDecimal older,
            @ForAll @IntRange(min = 1, max = 1_000) int times,
            @ForAll @IntRange(max = 4) int decimals) {
        Scale scale =
                new Scale(
                        BigDecimal.valueOf(times), OptionalInt.of(decimals), RoundingMode.HALF_UP);
        Laws laws =
                new Laws(
                        new Lens.At(AT, false, new Form.Scaled(scale)),
                        new Sameness.Steps(scale.step().orElseThrow(), RoundingMode.HALF_UP));

        laws.putGet(new Neutral.Number(number));
        laws.putPut(new Neutral.Number(older), new Neutral.Number(number));
        laws.getPut(AT.put(Value.Obj.EMPTY, new Value.Num(number)));
    }

    /// From the finer side over the coarser one and back: nothing is left to be written.
    @Property
    void twoUnitsAgreeOnceTheyAreRounded(
            @ForAll @LongRange(min = -1_000_000, max = 1_000_000) long minutes) {
        Form hours =
                new Form.Scaled(
                        new Scale(BigDecimal.valueOf(60), OptionalInt.of(2), RoundingMode.HALF_UP));
        Sameness same = new Sameness.Steps(BigDecimal.ONE, RoundingMode.HALF_UP);
        Neutral here = new Neutral.Number(BigDecimal.valueOf(minutes));

        Form.Write written = hours.write(here, Refs.NONE);

        assertThat(written)
                .isInstanceOfSatisfying(
                        Form.Out.class,
                        out ->
                                assertThat(hours.read(out.value(), Refs.NONE))
                                        .isInstanceOfSatisfying(
                                                Form.In.class,
                                                in ->
                                                        assertThat(same.same(in.value(), here))
                                                                .isTrue()));
    }

    // ---- html, lists in one text

    @Property
    void textComesBackThroughHtml(@ForAll("texts") String text, @ForAll("texts") String older) {
        Laws laws =
                new Laws(
                        new Lens.At(AT, false, new Form.Markup(OptionalInt.empty())),
                        new Sameness.Prose());

        laws.putGet(new Neutral.Words(text));
        laws.putGet(EMPTY);
        laws.putPut(new Neutral.Words(older), new Neutral.Words(text));
    }

    @Property
    void htmlIsReadAndWrittenWithoutAChangeThatPeopleSee(@ForAll("html") String html) {
        new Laws(new Lens.At(AT, false, new Form.Markup(OptionalInt.empty())), new Sameness.Prose())
                .getPut(AT.put(Value.Obj.EMPTY, Value.of(html)));
    }

    @Property
    void aSetComesBackThroughOneText(@ForAll("items") List<String> items) {
        for (String separator : List.of("; ", ",", "|", "\n")) {
            Laws laws =
                    new Laws(
                            new Lens.At(AT, false, new Form.Split(separator, OptionalInt.empty())),
                            new Sameness.Text());

            laws.putGet(new Neutral.Many(items));
            laws.putGet(EMPTY);
            laws.putPut(EMPTY, new Neutral.Many(items));
            laws.getPut(
                    AT.put(Value.Obj.EMPTY, Value.of(String.join(separator, items) + separator)));
        }
        assertThat(
                        new Form.Split(";", OptionalInt.empty())
                                .write(new Neutral.Many(List.of("a;b")), Refs.NONE))
                .isInstanceOf(Form.Wrong.class);
    }

    // ---- several words for one

    @Property
    void aFinerWordIsReadAndTheFirstIsWritten(@ForAll("natives") String text) {
        Lens lens =
                new Lens.At(
                        AT,
                        false,
                        new Form.Choice(
                                new Lens.Words(
                                        Map.of("busy", "Busy", "free", "Free"),
                                        Map.of("Tentative", "busy", "Out of Office", "busy"))));
        Laws laws = new Laws(lens, new Sameness.Exact());

        laws.getPut(AT.put(Value.Obj.EMPTY, Value.of(text)));
        laws.putGet(new Neutral.Words("busy"));
        assertThat(lens.fidelity()).isEqualTo(Fidelity.KEEPS_THE_REMAINDER);
    }

    // ---- days, stretches of days, walls

    @Property
    void daysComeBackInEachWayOfWritingThem(
            @ForAll @DateRange(min = "0001-01-01", max = "9999-12-31") LocalDate day,
            @ForAll @DateRange(min = "0001-01-01", max = "9999-12-31") LocalDate older) {
        for (DayForm form : forms()) {
            Laws laws = new Laws(new Lens.At(AT, false, new Form.Day(form)), new Sameness.Exact());

            laws.putGet(new Neutral.Words(day.toString()));
            laws.putPut(new Neutral.Words(older.toString()), new Neutral.Words(day.toString()));
            laws.getPut(AT.put(Value.Obj.EMPTY, form.write(day)));
        }
    }

    private static List<DayForm> forms() {
        return List.of(
                new DayForm.Iso(),
                new DayForm.MidnightUtc(),
                new DayForm.EpochMillis(),
                new DayForm.Pattern("dd.MM.uuuu"));
    }

    @Property
    void stretchesOfDaysComeBackWithOpenEndsAndEitherLastDay(
            @ForAll @DateRange(min = "1900-01-01", max = "2100-01-01") LocalDate day,
            @ForAll @IntRange(min = 1, max = 4_000) int days) {
        for (boolean isLast : new boolean[] {false, true}) {
            for (DayForm form : forms()) {
                Laws laws = new Laws(interval(form, isLast), new Sameness.Exact());
                for (String value :
                        List.of(day + "/" + day.plusDays(days), day + "/..", "../" + day)) {
                    laws.putGet(new Neutral.Words(value));
                    laws.putPut(EMPTY, new Neutral.Words(value));
                    laws.putPut(new Neutral.Words(value), EMPTY);
                }
            }
        }
    }

    private static Lens interval(DayForm form, boolean isLast) {
        return new Lens.Interval(
                new Lens.At(AT, false, new Form.Day(form)),
                new Lens.At(Pointer.parse("/until"), false, new Form.Day(form)),
                isLast);
    }

    @Property
    void instantsComeBackFromAWallThatNamesThem(
            @ForAll @LongRange(min = 0, max = 4_102_444_800L) long seconds) {
        for (String pattern : List.of("uuuu-MM-dd HH:mm:ss", "dd.MM.uuuu HH:mm")) {
            Form.Wall form = new Form.Wall(new WallForm(Optional.of(pattern)), BERLIN);
            Laws laws = new Laws(new Lens.At(AT, false, form), new Sameness.Grain(form.grain()));

            laws.putGet(new Neutral.Words(Instant.ofEpochSecond(seconds).toString()));
        }
        assertThat(new Form.Wall(WallForm.ISO, BERLIN).grain()).isEqualTo(ChronoUnit.SECONDS);
    }

    // ---- parts of a member

    @Property
    void anItemOfAListComesBackAndLeavesTheOthers(
            @ForAll("texts") String text, @ForAll("texts") String older) {
        Pointer list = Pointer.parse("/nested/list");
        Lens lens =
                new Lens.Item(
                        list,
                        Map.of(Pointer.parse("/kind"), Value.of("work")),
                        Pointer.parse("/number"),
                        false,
                        new Form.Text(OptionalInt.empty()));
        Laws laws = new Laws(lens, new Sameness.Text());
        Value other = new Value.Obj(Map.of("kind", Value.of("home"), "number", Value.of(older)));
        Value mine =
                new Value.Obj(
                        Map.of(
                                "kind", Value.of("work"),
                                "number", Value.of(older),
                                "main", Value.of(true)));
        Value.Obj there = list.put(Value.Obj.EMPTY, new Value.Arr(List.of(other, mine)));

        laws.putGet(new Neutral.Words(text));
        laws.putGet(EMPTY);
        laws.putPut(new Neutral.Words(older), new Neutral.Words(text));
        for (Neutral value : List.of(new Neutral.Words(text), EMPTY)) {
            Value.Obj after = written(lens, value, there);
            List<Value> items = ((Value.Arr) list.find(after).orElseThrow()).items();

            assertThat(items).hasSize(2).startsWith(other);
            assertThat(((Value.Obj) items.get(1)).members()).containsEntry("main", Value.of(true));
            assertThat(written(lens, value, after)).isEqualTo(after);
        }
    }

    @Property
    void aBeginningAndItsRestComeBackAndLeaveEachOther(
            @ForAll("texts") String text, @ForAll("texts") String older) {
        Lens.At at = new Lens.At(AT, false, new Form.Text(OptionalInt.empty()));
        Lens title = new Lens.Rest(at, List.of("Canceled: "));
        Lens status =
                new Lens.Beginning(
                        at, new Lens.Words(Map.of("open", "", "cancelled", "Canceled: ")));
        Value.Obj there = AT.put(Value.Obj.EMPTY, Value.of("Canceled: " + older));

        Value.Obj renamed = written(title, new Neutral.Words(text), there);
        Value.Obj reopened = written(status, new Neutral.Words("open"), renamed);

        assertThat(status.read(State.of(renamed), Refs.NONE))
                .isEqualTo(new Lens.Got.Of(new Neutral.Words("cancelled")));
        assertThat(title.read(State.of(renamed), Refs.NONE))
                .isEqualTo(title.read(State.of(reopened), Refs.NONE));
        new Laws(title, new Sameness.Text()).putGet(new Neutral.Words(text));
        new Laws(status, new Sameness.Exact()).putGet(new Neutral.Words("cancelled"));
        assertThat(title.write(new Neutral.Words("Canceled: " + text), Refs.NONE))
                .isInstanceOf(Lens.Put.Refused.class);
    }

    private static Value.Obj written(Lens lens, Neutral value, Value.Obj there) {
        assertThat(lens.write(value, Refs.NONE, there)).isInstanceOf(Lens.Put.Of.class);
        return Values.merge(there, ((Lens.Put.Of) lens.write(value, Refs.NONE, there)).members());
    }

    // ---- what is the same

    @Property
    void theNewSamenessesAreEquivalencesToo(
            @ForAll("texts") String one, @ForAll("texts") String other) {
        for (Sameness sameness :
                new Sameness[] {
                    new Sameness.Prose(),
                    new Sameness.Email(false, Map.of("a@b.example", "c@d.example")),
                    new Sameness.Phone("BR", java.util.Set.of(Sameness.Phone.Former.values())),
                    new Sameness.Grain(ChronoUnit.MINUTES)
                }) {
            assertThat(sameness.normal(sameness.normal(one)))
                    .as("a normal form is its own normal form")
                    .isEqualTo(sameness.normal(one));
            assertThat(sameness.same(new Neutral.Words(one), new Neutral.Words(other)))
                    .isEqualTo(sameness.same(new Neutral.Words(other), new Neutral.Words(one)));
        }
    }

    @Property
    void timesThatAPartnerCannotTellApartAreTheSame(@ForAll @IntRange(max = 4) int minutes) {
        Sameness times = new Sameness.Times(Duration.ofMinutes(5), true);
        Neutral.Timed none = timed(BERLIN, minutes);

        assertThat(times.same(none, timed(ZoneId.of("Europe/Vienna"), 5))).isTrue();
        assertThat(times.same(none, timed(BERLIN, 6))).isFalse();
        assertThat(times.same(none, timed(ZoneId.of("Europe/London"), 5))).isFalse();
    }

    private static Neutral.Timed timed(ZoneId zone, int minutes) {
        return new Neutral.Timed(
                LocalDate.of(2026, 3, 2).atTime(10, 0), zone, Duration.ofMinutes(minutes));
    }

    // ---- What is tried

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                        Arbitraries.strings().ofMinLength(1).ofMaxLength(20),
                        Arbitraries.strings()
                                .withChars(" <>&;/\"'=b\n\t\u00a0r0+9-()#x")
                                .ofMinLength(1)
                                .ofMaxLength(16),
                        Arbitraries.of("L1\n\n\nL2 & <b>", "&amp;amp;", "+55 45 99200 0000"))
                .filter(text -> !PlainText.of(text).isBlank())
                .filter(text -> !new Sameness.Prose().normal(text).isEmpty())
                .filter(text -> !text.startsWith("Canceled: "));
    }

    @Provide
    Arbitrary<String> html() {
        return Arbitraries.of(
                        "<p>",
                        "</p>",
                        "<br>",
                        "a",
                        " ",
                        "\n",
                        "&amp;",
                        "&lt;",
                        "<b>",
                        "</b>",
                        "<div>",
                        "</div>",
                        "<pre>",
                        "</pre>",
                        "&nbsp;",
                        "<ul><li>",
                        "<script>x</script>")
                .list()
                .ofMaxSize(12)
                .map(parts -> String.join("", parts));
    }

    @Provide
    Arbitrary<List<String>> items() {
        return Arbitraries.strings()
                .withChars("abcÄ 5")
                .ofMinLength(1)
                .ofMaxLength(8)
                .filter(text -> !text.isBlank())
                .map(String::strip)
                .list()
                .uniqueElements()
                .ofMinSize(1)
                .ofMaxSize(5);
    }

    @Provide
    Arbitrary<String> natives() {
        return Arbitraries.of("Busy", "Free", "Tentative", "Out of Office");
    }
}
