package drawbridge.crossing.engine;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Side;
import drawbridge.mapping.Value;
import drawbridge.sync.Link;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Our reference comes along where somebody copies a record that we made.
@NullUnmarked
class CopyTest extends SimStory {

    @Test
    void aCopyOfAnAppointmentGetsAReferenceAndAnEventOfItsOwn() {
        RecordRef made = madeInAcme("Title 1");

        RecordRef copy = copy(made, "Title 2");
        world.pass(Duration.ofMinutes(1));

        assertThat(member(acme(), copy, "external_ref"))
                .isNotEqualTo(member(acme(), made, "external_ref"));
        assertThat(member(app(), event(copy), "title")).isEqualTo(Value.of("Title 2"));
        assertThat(event(copy)).isNotEqualTo(event(made));
        assertThat(world.journal.books.open(NORTH)).isEmpty();
    }

    @Test
    void anAppointmentThatWasReplacedByItsCopyKeepsItsEvent() {
        RecordRef made = madeInAcme("Title 1");
        RecordRef event = event(made);

        acme().delete(made);
        RecordRef copy = copy(made, "Title 2");
        world.pass(Duration.ofMinutes(1));

        assertThat(event(copy)).isEqualTo(event);
        assertThat(member(app(), event, "state")).isEqualTo(Value.of("open"));
        assertThat(member(app(), event, "title")).isEqualTo(Value.of("Title 2"));
        assertThat(world.journal.books.open(NORTH)).isEmpty();
    }

    /// An event that a user made, as we brought it to Acme.
    private RecordRef madeInAcme(String title) {
        Map<String, Value> members = new LinkedHashMap<>();
        RecordRef member =
                app().rows.keySet().stream()
                        .filter(record -> record.resource().equals(SimWorld.MEMBER))
                        .findFirst()
                        .orElseThrow();
        members.put("memberId", Value.of(Long.parseLong(member.id())));
        members.put("title", Value.of(title));
        members.put("start", Value.of("2026-06-01T07:00:00Z"));
        members.put("end", Value.of("2026-06-01T07:30:00Z"));
        members.put("zone", Value.of("Europe/Berlin"));
        members.put("state", Value.of("open"));
        RecordRef event = app().create(SimWorld.EVENT, new Value.Obj(members), false).record();
        world.pass(Duration.ofSeconds(10));
        Optional<Link> link =
                world.journal.links.of(NORTH, SimWorld.APPOINTMENTS, Side.APP, event.id());
        return new RecordRef(
                SimWorld.APPOINTMENT, link.orElseThrow().acme().record().orElseThrow());
    }

    private RecordRef copy(RecordRef record, String title) {
        Map<String, Value> members = new LinkedHashMap<>(acme().rows.get(record).record.members());
        members.keySet().removeAll(java.util.List.of("id", "revision", "updated_at"));
        members.put("subject", Value.of(title));
        return acme().create(SimWorld.APPOINTMENT, new Value.Obj(members), false).record();
    }
}
