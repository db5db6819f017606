package drawbridge.console.client;

import com.fasterxml.jackson.core.type.TypeReference;

import drawbridge.opsapi.OpsJson;
import drawbridge.opsapi.Problem;
import drawbridge.opsapi.UnreadableJson;

import java.net.http.HttpResponse;

/// Turns an answer into its record, or into the trouble that it tells of.
final class Answers {

    private static final int MOST_OF_A_TITLE = 120;

    private Answers() {}

    static <T> T read(HttpResponse<String> answer, TypeReference<T> type) {
        if (answer.statusCode() >= 200 && answer.statusCode() < 300) {
            try {
                return OpsJson.read(answer.body(), type);
            } catch (UnreadableJson e) {
                throw new GatewayTrouble.Unintelligible(
                        "The gateway's answer cannot be read. Its version may not fit this"
                                + " console's.");
            }
        }
        throw trouble(answer.statusCode(), problem(answer));
    }

    static GatewayTrouble trouble(int status, Problem problem) {
        return switch (status) {
            case 401 -> new GatewayTrouble.WrongToken();
            case 403 -> new GatewayTrouble.RoleTooLow(problem);
            default -> new GatewayTrouble.Refused(problem);
        };
    }

    private static Problem problem(HttpResponse<String> answer) {
        int status = answer.statusCode();
        try {
            return OpsJson.read(answer.body(), Problem.class);
        } catch (UnreadableJson | NullPointerException e) {
            if (status == 404) {
                throw new GatewayTrouble.Unintelligible(
                        "Something answers at this address, but it is not a gateway's ops port.");
            }
            return new Problem("about:blank", title(status), status, null, null, null);
        }
    }

    private static String title(int status) {
        String words = "The gateway answered with status " + status;
        return words.length() > MOST_OF_A_TITLE ? words.substring(0, MOST_OF_A_TITLE) : words;
    }
}
