package drawbridge.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;

class DashboardIT {

    private Path folder;
    private Town town;
    private String member;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        this.folder = folder;
        town = new Town(folder);
        member = town.member();
    }

    @AfterEach
    void stop() {
        town.close();
    }

    @Test
    void aFigureIsSetAsAWholeAndReadAgain() throws Exception {
        var _ = set("2026-03-02", "mails", "12");

        var told = set("2026-03-02", "mails", "11");

        assertThat(told.status()).isEqualTo(200);
        assertThat(told.text("memberId")).isEqualTo(member);
        assertThat(told.body().get("count").asInt()).isEqualTo(11);
        assertThat(town.app("GET", path("2026-03-02", "mails"), "").body()).isEqualTo(told.body());
        assertThat(town.app("GET", path("2026-03-02", "calls"), "").status()).isEqualTo(404);
    }

    @Test
    void theSameFigureAgainHasNoEffect() throws Exception {
        var first = set("2026-03-02", "mails", "3");

        var again = set("2026-03-02", "mails", "3");

        assertThat(again.body()).isEqualTo(first.body());
        var entries = town.control("GET", town.app + "/control/ledger?after=1", "").body();
        assertThat(entries.findValuesAsText("op")).containsExactly("create", "none");
        assertThat(entries.get(0).at("/effect/resource").asText()).isEqualTo("touchpoint");
        assertThat(entries.get(0).at("/effect/id").asText())
                .isEqualTo(member + "/2026-03-02/mails");
    }

    @Test
    void namesWhatIsWrongWithAFigure() throws Exception {
        assertThat(set("2026-02-31", "faxes", "-1").body().get("errors").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("day", "kind", "count");
        assertThat(set("2026-03-02", "mails", "1.5").status()).isEqualTo(400);
        assertThat(set("2026-03-02", "mails", "null").status()).isEqualTo(400);
        assertThat(
                        town.app("PUT", "/members/1/touchpoints/2026-03-02/mails", "{\"count\":1}")
                                .status())
                .isEqualTo(404);
        assertThat(town.app("POST", "/touchpoints", "{}").status()).isEqualTo(405);
    }

    @Test
    void listsAMonthOfAMemberWithItsZeros() throws Exception {
        var _ = set("2026-02-28", "mails", "1");
        var _ = set("2026-03-01", "mails", "0");
        var _ = set("2026-03-31", "calls", "2");
        var _ = set("2026-04-01", "calls", "3");

        var march =
                town.app(
                        "GET", "/touchpoints?from=2026-03-01&to=2026-03-31&memberId=" + member, "");

        assertThat(march.body().get("items").findValuesAsText("count")).containsExactly("0", "2");
        assertThat(town.app("GET", "/touchpoints?memberId=1", "").body().get("items")).isEmpty();
        assertThat(town.app("GET", "/touchpoints?from=March", "").status()).isEqualTo(400);
    }

    @Test
    void theFiguresAreToldToTheJudgeAndWrittenDown() throws Exception {
        var _ = set("2026-03-02", "mails", "12");

        var told = town.control("GET", town.app + "/control/touchpoints?account=north", "").body();
        town.close();

        assertThat(told.toString())
                .isEqualTo(
                        "[{\"ownerMail\":\"user3@example.com\",\"day\":\"2026-03-02\",\"kind\":\"email\",\"count\":12}]");
        assertThat(folder.resolve("app/touchpoints-north.json")).hasContent(told.toString());
        assertThat(Files.readString(folder.resolve("app/touchpoints-south.json"))).isEqualTo("[]");
    }

    private Town.Told set(String day, String kind, String count) throws Exception {
        return town.app("PUT", path(day, kind), "{\"count\":" + count + "}");
    }

    private String path(String day, String kind) {
        return "/members/" + member + "/touchpoints/" + day + "/" + kind;
    }
}
