package drawbridge.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Side;
import drawbridge.mapping.Value;
import drawbridge.sync.Base;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The schema of a system changes overnight: a case from life, by its number in `docs/cases.md`.
@NullUnmarked
class SchemaStoriesTest extends CaseStory {

    @Test
    void s18_fieldsThatAppearInAllRecordsCostNoCallAreLearntAndHoldUpNobody() {
        List<RecordRef> all = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            all.add(enterAppointment("Title " + i));
        }
        world.pass(A_MINUTE);
        RecordRef edited = appointment("Title");
        RecordRef event = event(edited);
        long writes = writes();
        long unchanged = pairs("unchanged");

        all.forEach(
                record ->
                        set(
                                acme(),
                                record,
                                Map.of("custom_1", Value.of("none"), "custom_2", Value.of(0))));
        change(acme(), edited, "subject", "Title of today");
        world.pass(Duration.ofSeconds(2));

        assertThat(member(app(), event, "title")).isEqualTo(Value.of("Title of today"));

        world.pass(A_MINUTE);
        assertThat(pairs("unchanged") - unchanged).isEqualTo(200);
        assertThat(writes() - writes).as("the edit alone").isEqualTo(1);
        assertThat(pairs("pending")).isZero();
        assertThat(open()).isEmpty();
        assertThat(all)
                .allSatisfy(
                        record -> {
                            assertThat(app().rows.get(event(record)).readsByGateway)
                                    .as("when its event was read")
                                    .isEmpty();
                            Base base = link(record).end(Side.ACME).base().orElseThrow();
                            assertThat(base.agreed().record().members())
                                    .containsEntry("custom_1", Value.of("none"));
                        });
    }
}
