package drawbridge.mapping;

import drawbridge.mapping.SystemSpec.TimeFormat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a system tells by itself: how it shows that it is genuine, where its events lie, what each
/// of them means, and what it is answered.
///
/// @param proof how a delivery shows who sent it
/// @param tolerance how far the sender's clock may be off, either way
/// @param events where the body holds its events, one or an array of them; the body itself where it
///   says nothing
/// @param type what says what happened, several places joined by a dot; none where there is one
///   type only
/// @param record where an event holds the record
/// @param id where the record's id is, if not in the record
/// @param eventId what is the same whenever an event is sent again, and no other event has; none
///   where nothing is
/// @param eventTime when the change was made, by the sender's clock, if the record does not say it
/// @param handshake what is echoed to a sender that asks whether we are there
/// @param types which resource and which kind of event each type means
/// @param subscriptions how the sender is asked to send, by names of ours
public record WebhookSpec(
        Proof proof,
        Duration tolerance,
        Pointer events,
        List<Place> type,
        Pointer record,
        Optional<Place> id,
        List<Place> eventId,
        Optional<Moment> eventTime,
        Optional<Handshake> handshake,
        Replies replies,
        Map<String, WebhookType> types,
        Map<String, Subscription> subscriptions) {

    public WebhookSpec {
        type = List.copyOf(type);
        eventId = List.copyOf(eventId);
        types = Map.copyOf(types);
        subscriptions = Map.copyOf(subscriptions);
    }

    /// The same of an event that came out of its array.
    public WebhookSpec ofOneEvent() {
        return new WebhookSpec(
                proof,
                tolerance,
                new Pointer(List.of()),
                type,
                record,
                id,
                eventId,
                eventTime,
                handshake,
                replies,
                types,
                subscriptions);
    }

    /// Whether nothing that comes is believed but that a record may have changed.
    public boolean isOnlyAHint() {
        return proof instanceof Proof.Unsigned;
    }

    /// Whether it has to be known under which address the sender sends.
    public boolean signsTheAddress() {
        return proof instanceof Proof.Signature signature
                && signature.over().contains(new Piece.Uri());
    }

    /// Where a delivery says something.
    public sealed interface Place {

        /// In each event.
        record InEvent(Pointer at) implements Place {}

        /// In the body, once for all of its events.
        record InBody(Pointer at) implements Place {}

        /// @param part of a header like `t=17,v1=5f3a`: the name of what is meant
        record Header(String name, Optional<String> part) implements Place {}

        record Query(String name) implements Place {}

        /// @param number of a segment behind our address, from 1
        record Segment(int number) implements Place {}

        /// Whether it is known before the body is read.
        default boolean isOutsideTheBody() {
            return switch (this) {
                case InEvent _, InBody _ -> false;
                case Header _, Query _, Segment _ -> true;
            };
        }
    }

    /// A time of the sender's.
    public record Moment(Place at, TimeFormat format) {}

    /// How a delivery shows that it is genuine.
    public sealed interface Proof {

        /// As https://www.standardwebhooks.com has it.
        record StandardWebhooks() implements Proof {}

        /// Amazon SNS: signed by a certificate, for a topic that the tenant names in place of a
        /// secret.
        ///
        /// @param hosts where certificates and confirmations may be fetched: origins such as
        ///   `https://sns.*.amazonaws.com`
        record Sns(List<String> hosts) implements Proof {

            public Sns {
                hosts = List.copyOf(hosts);
            }
        }

        /// @param at where the signature stands
        /// @param prefix what stands before it
        /// @param over what is signed, in order
        /// @param keyed whether the secret is the key of an HMAC; otherwise it is hashed along
        /// @param time when it was signed; empty where nobody says
        /// @param keyName which of several secrets signed, where they are written `NAME=SECRET`;
        ///   several places are joined by a dot
        record Signature(
                Place at,
                String prefix,
                List<Piece> over,
                Hash hash,
                Encoding as,
                SecretAs secret,
                boolean keyed,
                Optional<Moment> time,
                List<Place> keyName)
                implements Proof {

            public Signature {
                over = List.copyOf(over);
                keyName = List.copyOf(keyName);
            }
        }

        /// A secret that the sender repeats.
        record Token(Place at) implements Proof {}

        /// A name and a password that we gave to the sender.
        record Basic() implements Proof {}

        /// None: see [WebhookSpec#isOnlyAHint].
        record Unsigned() implements Proof {}
    }

    /// A part of what is signed.
    public sealed interface Piece {

        record Text(String text) implements Piece {}

        record Method() implements Piece {}

        /// The whole address, as the sender knows it.
        record Uri() implements Piece {}

        /// The address without its host: path and query.
        record Path() implements Piece {}

        /// The bytes that came.
        record Body() implements Piece {}

        record Secret() implements Piece {}

        record From(Place place) implements Piece {}
    }

    public enum Hash {
        SHA1,
        SHA256,
        SHA512
    }

    public enum Encoding {
        BASE64,
        HEX,
        /// The bytes themselves.
        RAW
    }

    /// How the secret is written.
    public enum SecretAs {
        TEXT,
        BASE64,
        HEX
    }

    /// What is echoed to a sender that asks whether we are there.
    ///
    /// @param echo what it asked with
    /// @param as how it is answered
    /// @param token a secret that it shows; empty where it shows none
    public record Handshake(Place echo, EchoAs as, Optional<Place> token) {}

    public enum EchoAs {
        /// As plain text.
        TEXT,
        /// As the member of a JSON object that is called as it was in the request.
        JSON
    }

    /// What a sender is answered, because some lose for ever what is answered otherwise.
    ///
    /// @param taken it is stored
    /// @param malformed it is stored, and a person sees that nobody can read it
    /// @param busy it is not stored, and is to come again
    /// @param tooLarge it is not stored, and never will be
    /// @param unauthorized it is not genuine
    /// @param gone there is no such customer, or the customer has left the system
    public record Replies(
            int taken, int malformed, int busy, int tooLarge, int unauthorized, int gone) {

        public static final Replies USUAL = new Replies(202, 202, 503, 413, 401, 401);
    }

    /// @param as what is believed of the event
    /// @param deleted whether the event says that the record is gone
    /// @param full whether the body holds the whole record
    /// @param record where the event holds the record, if elsewhere than usual
    /// @param id where the record's id is, if elsewhere than usual
    public record WebhookType(
            ResourceName resource,
            As as,
            boolean deleted,
            boolean full,
            Optional<Pointer> record,
            Optional<Place> id) {}

    public enum As {
        /// It holds the record, or some of it, named as in the system's other answers.
        RECORD,
        /// It holds the id: the record is read for all else.
        HINT,
        /// It does not even say which record: the list is read at once.
        LIST
    }

    /// How a sender is asked to send, and kept at it.
    ///
    /// @param further what stands behind our address: segments and query
    /// @param create the call that asks
    /// @param id where its answer names the subscription; empty: it goes by the id that we made up
    /// @param expires where its answer, and that of `renew`, say when it ends
    /// @param renew the call that asks for more time; empty: it is made anew
    /// @param check the call that reads it; empty: its end is not noticed before its time
    /// @param active what such an answer says of one that is alive
    /// @param find where ours are found before one is made, so that none is made twice
    /// @param lasts how long it is asked to last; empty: for ever
    /// @param ahead how long before its end it is renewed
    /// @param until how an end is written for the sender
    public record Subscription(
            String further,
            Ask create,
            Optional<Pointer> id,
            Optional<End> expires,
            Optional<Ask> renew,
            Optional<Ask> check,
            Optional<Active> active,
            Optional<Find> find,
            Optional<Duration> lasts,
            Duration ahead,
            TimeFormat until) {}

    /// A call, with `{address}`, `{secret}`, `{id}` and `{until}` in its path (`{id}` alone) and
    /// body.
    public record Ask(String method, String path, Optional<Value.Obj> body) {}

    public record End(Pointer at, TimeFormat format) {}

    public record Active(Pointer at, Value is) {}

    /// @param items where the rows are
    /// @param address where a row names the address that it sends to
    /// @param id where it names itself
    public record Find(Ask call, Pointer items, Pointer address, Pointer id) {}
}
