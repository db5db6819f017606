package drawbridge.mapping.check;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.mapping.file.Shipped;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

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
                                + ":77:7: the law PutGet does not hold: an empty value is written to app as"
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
                                                + ":60:7: the law Settle does not hold: an empty value comes from acme, and once all of the group is written app says 'a'"));
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
                                + " changes 'heading' of the group 'heading' from 'a' to an empty value");
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
    void everyLensKeepsEveryLawOverTheLengthsAndFormatsOfBothSides(@TempDir Path other)
            throws IOException {
        for (String system : List.of("crm", "desk")) {
            Files.createDirectories(other.resolve("systems"));
            Files.writeString(
                    other.resolve("systems/" + system + ".yaml"),
                    """
                    system: %s
                    auth: { header: X-Key }
                    limits: { timeout: 10s, concurrent: 8, body: 1MiB }
                    resources:
                      deal:
                        id: /id
                        updated-at: { at: /at, format: iso-instant }
                        read: GET /deals/{id}
                        create: POST /deals
                        update: PATCH /deals/{id}
                    """
                            .formatted(system));
        }
        Files.createDirectories(other.resolve("flows"));
        Files.writeString(
                other.resolve("flows/deals.yaml"),
                """
                flow: deals
                sides: { acme: crm.deal, app: desk.deal }
                situations:
                  no-match: { acme: create, app: create }
                  one-match: link-only
                  several-matches: hold
                delete: { acme: unlink, app: unlink }
                groups:
                  all:
                    fields:
                      name: { lens: text, acme: { first: /first, last: /last }, app: { at: /name, max: 30 } }
                      mail: { lens: email, acme: /mail, app: /contact/mail }
                      phone: { lens: phone, region: DE, acme: /phone, app: /contact/phone }
                      sum: { lens: number, acme: /sum, app: /sum }
                      open: { lens: bool, acme: { at: /open, default: true }, app: { at: /open, default: true } }
                      tags: { lens: set, acme: /tags, app: { at: /tags, absent: empty } }
                      stage: { lens: enum, acme: /stage, app: /stage, words: { won: { acme: Won, app: w }, lost: { acme: Lost, app: l } } }
                      seen: { lens: instant, acme: { at: /seen, as: epoch-seconds }, app: { at: /seen, as: epoch-millis } }
                      made: { lens: instant, acme: /made, app: /made }
                      closes: { lens: date, acme: /closes, app: /closes }
                      parent: { lens: ref, flow: deals, acme: /parent, app: { at: /parent, as: number } }
                      kind: { lens: text, acme: { const: deal }, app: /kind }
                  days:
                    fields:
                      days:
                        lens: when
                        acme: { all-day: { day: /day } }
                        app: { all-day: { first: /from, end: /until, max-days: 5 } }
                """);

        assertThat(Checked.problems(other)).isEmpty();
        assertThat(MappingCheck.of(other).tally().laws()).isGreaterThan(1_000);
    }

    @Test
    void theLengthsOfTheDocumentAreTriedAndTheShippedMappingsKeepEveryLaw() {
        CheckReport report = MappingCheck.of(folder);

        assertThat(report.findings()).isEmpty();
        assertThat(report.tally().laws()).isGreaterThan(1_000);
    }
}
