package drawbridge.mapping.check;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.mapping.file.Shipped;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/// A mapping that breaks a law is refused with the smallest value by which it does.
class LawsTest {

    private static final String FLOW = "flows/appointments.yaml";

    @TempDir Path folder;

    @BeforeEach
    void copyWhatIsShipped() {
        Shipped.copy(folder);
    }

    @Test
    void putGetFailsWhereOneSideAloneHasADefault() {
        Shipped.replace(
                folder,
                FLOW,
                "app: { at: /place, max: 60 }",
                "app: { at: /place, max: 60, default: here }");

        assertThat(Checked.problems(folder))
                .contains(
                        FLOW
                                + ":77:7: the law PutGet does not hold: nothing is written to app as"
                                + " 'here', and read back as 'here'");
    }

    @Test
    void aDefaultOfBothSidesKeepsEveryLaw() {
        Shipped.replace(
                folder,
                FLOW,
                "app: { at: /place, max: 60 }",
                "app: { at: /place, max: 60, default: here }");
        Shipped.replace(
                folder,
                FLOW,
                "acme: { at: /location, max: 80 }",
                "acme: { at: /location, max: 80, default: here }");
        Shipped.replace(
                folder, "tenants/south.yaml", "{ at: /room }", "{ at: /room, default: there }");

        assertThat(Checked.problems(folder)).noneMatch(problem -> problem.contains("the law"));
    }

    @Test
    void getPutFailsWhereTwoMembersTogetherAreLongerThanEachMayBe() {
        Shipped.replace(
                folder,
                FLOW,
                "place: { lens: text, acme: { at: /location, max: 80 }",
                "place: { lens: text, acme: { first: /location, last: /room, max: 20 }");
        Shipped.replace(folder, "tenants/south.yaml", "{ acme: { at: /room } }", "{}");
        Shipped.replace(
                folder, "examples/west.yaml", ", fields: { place: { acme: { at: /room } } }", "");

        assertThat(Checked.problems(folder))
                .contains(
                        FLOW
                                + ":77:7: the law GetPut does not hold: {\"location\":\"aaaaaaaaaaaaaaaaaaaa\",\"room\":\"b c\"}"
                                + " of acme is read as 'aaaaaaaaaaaaaaaaaaaa b c', and cannot be"
                                + " written back: 22 characters are too long; at most 20 fit");
    }

    @Test
    void settleFailsWhereTwoFieldsOfAGroupWriteTheSameMember() {
        Shipped.replace(
                folder,
                FLOW,
                "      title: { lens: text, acme: { at: /subject, max: 120 }, app: /title }\n",
                """
                      title: { lens: text, acme: { at: /subject, max: 120 }, app: /title }
                      again: { lens: text, acme: /room, app: /title }
                """);

        assertThat(Checked.problems(folder))
                .anyMatch(
                        problem ->
                                problem.startsWith(
                                        FLOW
                                                + ":60:7: the law Settle does not hold: nothing comes from acme, and once all of the group is written app says 'a'"));
    }

    @Test
    void localityFailsWhereTwoGroupsWriteTheSameMember() {
        Shipped.replace(
                folder,
                FLOW,
                "  place:\n    policy: hold\n",
                """
                  heading:
                    fields:
                      heading: { lens: text, acme: /room, app: /title }
                  place:
                    policy: hold
                """);

        assertThat(Checked.problems(folder))
                .contains(
                        FLOW
                                + ":60:7: the law Locality does not hold: written to app as null, it"
                                + " changes 'heading' of the group 'heading' from 'a' to nothing");
    }

    @Test
    void aSeriesThatLosesItsZoneIsFound() {
        Shipped.replace(folder, FLOW, "end-instant: /end, zone: /zone }", "end-instant: /end }");

        assertThat(Checked.problems(folder))
                .anyMatch(
                        problem ->
                                problem.startsWith(FLOW + ":32:7: the law PutGet does not hold: "));
    }

    @Test
    void theLengthsOfTheDocumentAreTriedAndTheShippedMappingsKeepEveryLaw() {
        CheckReport report = MappingCheck.of(folder);

        assertThat(report.findings()).isEmpty();
        assertThat(report.tally().laws()).isGreaterThan(1_000);
    }
}
