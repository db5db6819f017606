package drawbridge.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

class BodiesTest {

    @Test
    void aBodyIsAWholeVersionedRecordOfSome960Bytes() {
        byte[] body = Bodies.webhook(1_234, 567);

        JsonObject told = Buffer.buffer(body).toJsonObject();

        assertThat(body.length).isBetween(940, 990);
        assertThat(told.getString("type")).isEqualTo("visit.updated");
        assertThat(told.getJsonObject("data").getString("id")).isEqualTo("vis_1234");
        assertThat(told.getJsonObject("data").getInteger("revision")).isEqualTo(567);
        assertThat(told.getJsonObject("data").getString("subject")).endsWith(" 567");
    }

    /// The example of the specification: https://www.standardwebhooks.com, library test vectors.
    @Test
    void signsAsStandardWebhooksDoes() {
        Signature signature = new Signature("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        byte[] body = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);

        byte[] made = signature.of("msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", body);

        assertThat(Base64.getEncoder().encodeToString(made))
                .isEqualTo("g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }
}
