package drawbridge.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.mapping.Mappings;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Value;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Cases from life that a flow has a word for, from one system to the other, by their number in
/// `docs/cases.md`.
@NullUnmarked
class WordStoriesTest extends CaseStory {

    private static final String TITLE =
            "      title: { lens: text, acme: { at: /subject, max: 120 }, app: /title }";

    private static final String HELD = "          held: { acme: Held, app: done }\n";

    private static final String PLANNED = "          planned: { acme: Planned, app: open }\n";

    @Test
    void t27_aCancelThatShowsOnlyInTheTitleCrossesAsOneAndTheTitleWithoutIt() {
        Mappings prefixed =
                SimMappings.changed(
                        Map.of(
                                TITLE,
                                """
                                      title: { lens: text, acme: /subject, app: { at: /title, after: ["Canceled: "] } }
                                      shown:
                                        lens: enum
                                        acme: { at: /status, default: open }
                                        app: { at: /title, as: prefix }
                                        words:
                                          open: { acme: [Planned, Held], app: "" }
                                          cancelled: { acme: Not Held, app: "Canceled: " }
                                """
                                        .indent(0)
                                        .stripTrailing(),
                                "  status:\n    policy: hold\n",
                                "  status:\n    crosses: never\n"));
        begin(new SimWorld(prefixed));
        RecordRef appointment = appointment("Title 1");
        RecordRef event = event(appointment);

        change(app(), event, "title", "Canceled: Title 1");
        world.pass(A_MINUTE);

        assertThat(member(acme(), appointment, "status")).isEqualTo(Value.of("Not Held"));
        assertThat(member(acme(), appointment, "subject")).isEqualTo(Value.of("Title 1"));

        change(acme(), appointment, "subject", "Title 2");
        world.pass(A_MINUTE);
        assertThat(member(app(), event, "title")).isEqualTo(Value.of("Canceled: Title 2"));

        change(acme(), appointment, "status", "Planned");
        world.pass(A_MINUTE);
        assertThat(member(app(), event, "title")).isEqualTo(Value.of("Title 2"));
        long before = writes();
        tellTenTimesMore(appointment, event);
        assertThat(writes()).isEqualTo(before);
        assertThat(open()).isEmpty();
    }

    @Test
    void t28_aFinerWordStaysWhereItIsWhenTheCoarserSideIsEdited() {
        Mappings coarse =
                SimMappings.changed(
                        Map.of(
                                PLANNED,
                                "          planned: { acme: [Planned, Tentative, Held], app: open }\n",
                                HELD,
                                ""));
        begin(new SimWorld(coarse));
        RecordRef appointment = enterAppointment("Title 1");
        change(acme(), appointment, "status", "Tentative");
        world.pass(A_MINUTE);
        RecordRef event = event(appointment);

        change(app(), event, "title", "Title 2");
        world.pass(A_MINUTE);

        assertThat(member(acme(), appointment, "status")).isEqualTo(Value.of("Tentative"));
        assertThat(member(acme(), appointment, "subject")).isEqualTo(Value.of("Title 2"));
        long before = writes();

        change(acme(), appointment, "status", "Held");
        tellTenTimesMore(appointment, event);
        assertThat(writes()).as("the app has one word for both").isEqualTo(before);

        change(app(), event, "state", "cancelled");
        world.pass(A_MINUTE);
        assertThat(member(acme(), appointment, "status")).isEqualTo(Value.of("Not Held"));
        change(app(), event, "state", "open");
        world.pass(A_MINUTE);
        assertThat(member(acme(), appointment, "status")).isEqualTo(Value.of("Planned"));
    }

    @Test
    void s19_htmlThatIsServedWithOtherWhiteSpaceEachTimeIsNotWrittenBack() {
        Mappings html =
                SimMappings.changed(
                        Map.of("app: { at: /place, max: 60 }", "app: { at: /place, as: html }"));
        begin(new SimWorld(html));
        RecordRef appointment = enterAppointment("Title 1");
        change(acme(), appointment, "location", "L1\n\n\nL2 & <b>");
        world.pass(A_MINUTE);
        RecordRef event = event(appointment);
        assertThat(member(app(), event, "place"))
                .isEqualTo(Value.of("L1<br><br><br>L2 &amp; &lt;b&gt;"));
        long before = writes();

        for (String served :
                List.of(
                        "<p>L1<br/><br/><br/>\nL2 &amp; &lt;b&gt;</p>",
                        "<div>L1</div>\n\n<div>L2&nbsp;&#38; &lt;b></div>",
                        "L1<br>  <br><br>L2 &amp; &lt;b&gt;")) {
            change(app(), event, "place", served);
            tellTenTimesMore(appointment, event);
        }
        assertThat(writes()).isEqualTo(before);
        assertThat(member(acme(), appointment, "location")).isEqualTo(Value.of("L1\n\n\nL2 & <b>"));

        change(app(), event, "place", "L1<br><br><br>L3 &amp; &lt;b&gt;");
        world.pass(A_MINUTE);
        assertThat(member(acme(), appointment, "location")).isEqualTo(Value.of("L1\n\n\nL3 & <b>"));
        assertThat(writes() - before).isEqualTo(1);
    }

    /// Of a list that other people keep as well, only our item is written.
    @Test
    void anItemOfAListIsWrittenAndTheOthersStayAsTheyAre() {
        Mappings items =
                SimMappings.changed(
                        Map.of(
                                "acme: { at: /location, max: 80 }",
                                "acme: { list: /places, key: { /kind: room }, at: /name, absent: empty"
                                        + " }"));
        begin(new SimWorld(items));
        RecordRef appointment = appointment("Title 1");
        RecordRef event = event(appointment);
        Value other = item("online", "Call 5");
        set(
                acme(),
                appointment,
                Map.of("places", new Value.Arr(List.of(other, item("room", "Room 1")))));
        world.pass(A_MINUTE);
        assertThat(member(app(), event, "place")).isEqualTo(Value.of("Room 1"));

        change(app(), event, "place", "Room 2");
        world.pass(A_MINUTE);

        assertThat(member(acme(), appointment, "places"))
                .isEqualTo(new Value.Arr(List.of(other, item("room", "Room 2"))));

        set(
                acme(),
                appointment,
                Map.of(
                        "places",
                        new Value.Arr(List.of(item("online", "Call 6"), item("room", "Room 2")))));
        change(app(), event, "place", "Room 3");
        world.pass(A_MINUTE);

        assertThat(member(acme(), appointment, "places"))
                .as("also what changed meanwhile")
                .isEqualTo(
                        new Value.Arr(List.of(item("online", "Call 6"), item("room", "Room 3"))));
        assertThat(open()).isEmpty();
    }

    private static Value item(String kind, String name) {
        Map<String, Value> members = new LinkedHashMap<>();
        members.put("kind", Value.of(kind));
        members.put("name", Value.of(name));
        return new Value.Obj(members);
    }
}
