package drawbridge.intake;

import drawbridge.intake.IntakeMeters.Refused;
import drawbridge.intake.StandardWebhook.Verdict;
import drawbridge.mapping.WebhookSpec.Proof.Sns;
import drawbridge.system.Fetch;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// What Amazon SNS needs beside a look at the message: the certificate of the one who signed, and
/// somebody who confirms a subscription. Both are fetched from allowed hosts alone.
///
/// Everybody can have SNS sign a message. So the topic counts: it must be one that the tenant
/// names.
final class SnsDesk {

    private static final int MOST_CERTIFICATES = 32;
    private static final Duration KEPT = Duration.ofHours(12);

    private record Certificate(Buffer pem, Instant at) {}

    private final Fetch fetch;
    private final Supplier<Instant> now;
    private final Map<String, Certificate> certificates = new LinkedHashMap<>();

    SnsDesk(Fetch fetch, Supplier<Instant> now) {
        this.fetch = fetch;
        this.now = now;
    }

    /// Fails with [Refusal] when the certificate cannot be got now: the message may be genuine.
    ///
    /// @param topics those of the tenant
    Future<Verdict> verify(
            Sns spec, Optional<SnsMessage> message, List<String> topics, Duration tolerance) {
        Verdict topic = HookProof.shown(message.map(known -> known.text("TopicArn")), topics);
        String address = message.map(known -> known.text("SigningCertURL")).orElse("");
        if (message.isEmpty()
                || message.get().algorithm().isEmpty()
                || message.get().time().isEmpty()) {
            return Future.succeededFuture(Verdict.HEADERS);
        }
        if (topic != Verdict.GENUINE || !Fetch.allows(spec.hosts(), address)) {
            return Future.succeededFuture(Verdict.SIGNATURE);
        }
        return certificate(address)
                .map(
                        pem ->
                                message.get().isSignedBy(pem.getBytes(), now.get())
                                        ? fresh(message.get(), tolerance)
                                        : Verdict.SIGNATURE);
    }

    /// SNS repeats a message for days with the time at which it was published: only one from the
    /// future cannot be.
    private Verdict fresh(SnsMessage message, Duration tolerance) {
        return message.time().orElse(Instant.MAX).isAfter(now.get().plus(tolerance))
                ? Verdict.STAMP
                : Verdict.GENUINE;
    }

    /// Says yes to a subscription. Fails with [Refusal] when that did not come through: SNS asks
    /// again.
    Future<Void> confirm(Sns spec, SnsMessage message) {
        String address = message.text("SubscribeURL");
        if (!Fetch.allows(spec.hosts(), address)) {
            return Future.failedFuture(Refusal.unauthorized(Refused.SIGNATURE));
        }
        return fetch.get(address).recover(SnsDesk::later).mapEmpty();
    }

    private Future<Buffer> certificate(String address) {
        return known(address)
                .map(Future::succeededFuture)
                .orElseGet(
                        () ->
                                fetch.get(address)
                                        .onSuccess(pem -> keep(address, pem))
                                        .recover(SnsDesk::later));
    }

    private static <T> Future<T> later(Throwable failure) {
        return Future.failedFuture(
                Refusal.later(Refused.PROOF, "What proves the message could not be fetched."));
    }

    private synchronized Optional<Buffer> known(String address) {
        Certificate kept = certificates.get(address);
        return kept == null || kept.at().plus(KEPT).isBefore(now.get())
                ? Optional.empty()
                : Optional.of(kept.pem());
    }

    private synchronized void keep(String address, Buffer pem) {
        if (certificates.size() >= MOST_CERTIFICATES) {
            certificates.clear();
        }
        certificates.put(address, new Certificate(pem, now.get()));
    }
}
