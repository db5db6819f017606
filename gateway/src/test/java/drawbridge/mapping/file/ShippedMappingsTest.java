package drawbridge.mapping.file;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.mapping.Direction;
import drawbridge.mapping.FieldName;
import drawbridge.mapping.Flow;
import drawbridge.mapping.FlowName;
import drawbridge.mapping.GroupName;
import drawbridge.mapping.Mappings;
import drawbridge.mapping.Neutral;
import drawbridge.mapping.Patch;
import drawbridge.mapping.Refs;
import drawbridge.mapping.Side;
import drawbridge.mapping.Value;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

class ShippedMappingsTest {

    private static final GroupName TITLE = new GroupName("title");
    private static final GroupName PLACE = new GroupName("place");
    private static final Map<FieldName, Neutral> SALES_TALK =
            Map.of(new FieldName("title"), new Neutral.Words("Sales talk"));

    @Test
    void bothTenantsRunBothFlows() {
        Mappings mappings = Shipped.load();

        assertThat(mappings.tenants().keySet()).containsExactlyInAnyOrder("north", "south");
        assertThat(mappings.tenants().values())
                .allSatisfy(
                        tenant ->
                                assertThat(tenant.flows().keySet())
                                        .containsExactlyInAnyOrder(
                                                new FlowName("users"),
                                                new FlowName("appointments")));
    }

    @Test
    void aFieldRenamedInTheFileReachesTheAppUnderItsNewName(@TempDir Path folder) {
        Shipped.copy(folder);
        Shipped.replace(folder, "flows/appointments.yaml", "app: /title", "app: /heading/long");

        Flow flow = Shipped.flow(Shipped.load(folder), "north", "appointments");

        assertThat(flow.write(Side.APP, TITLE, SALES_TALK, Refs.NONE))
                .isEqualTo(
                        new Patch.Of(
                                new Value.Obj(
                                        Map.of(
                                                "heading",
                                                new Value.Obj(
                                                        Map.of("long", Value.of("Sales talk")))))));
    }

    @Test
    void aTenantKeepsItsOwnFieldAndPolicyAndLeavesOutWhatItTakesAway() {
        Flow north = Shipped.flow("north", "appointments");
        Flow south = Shipped.flow("south", "appointments");
        Map<FieldName, Neutral> room = Map.of(new FieldName("place"), new Neutral.Words("Room 5"));

        assertThat(north.write(Side.ACME, PLACE, room, Refs.NONE))
                .isEqualTo(patch("location", "Room 5"));
        assertThat(south.write(Side.ACME, PLACE, room, Refs.NONE))
                .isEqualTo(patch("room", "Room 5"));
        assertThat(group(north, "title").policy()).isEqualTo(Flow.Policy.HOLD);
        assertThat(group(south, "title").policy()).isEqualTo(Flow.Policy.ACME);
        assertThat(group(north, "customer").fields()).contains(new FieldName("phone"));
        assertThat(group(south, "customer").fields()).doesNotContain(new FieldName("phone"));
        assertThat(group(north, "customer").ways()).isEqualTo(Set.of(Direction.TO_APP));
    }

    @Test
    void equalFilesGiveEqualVersionsAndAnOverrideGivesAnother(@TempDir Path folder) {
        Shipped.copy(folder);
        Shipped.replace(
                folder, "flows/appointments.yaml", "# Fields of one", "# The fields of one");

        Mappings shipped = Shipped.load();
        Mappings commented = Shipped.load(folder);

        assertThat(Shipped.flow(commented, "north", "appointments").version())
                .isEqualTo(Shipped.flow(shipped, "north", "appointments").version())
                .isNotEqualTo(Shipped.flow(shipped, "south", "appointments").version());
        assertThat(commented.version()).isNotEqualTo(shipped.version());
    }

    private static Patch patch(String member, String text) {
        return new Patch.Of(new Value.Obj(Map.of(member, Value.of(text))));
    }

    private static Flow.Group group(Flow flow, String name) {
        return flow.groups().stream()
                .filter(group -> group.name().value().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
