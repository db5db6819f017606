package drawbridge.tenant;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeyStatus;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.AesGcmKey;
import com.google.crypto.tink.aead.AesGcmParameters;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.google.crypto.tink.util.SecretBytes;

import drawbridge.platform.PrivateFile;
import drawbridge.platform.StartFailure;
import drawbridge.tenant.Secrets.Purpose;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Optional;

/// Seals secrets for the store, by AES-256-GCM under the master key. A sealed secret is bound to
/// its tenant, system and purpose: moved to another row it does not open.
///
/// The master key is base64 of a Tink keyset (which may hold older keys besides the present one, so
/// that keys can be changed) or of 32 random bytes. It is never stored in the database.
public final class Vault {

    private static final int RAW_KEY_BYTES = 32;
    private static final int RAW_KEY_ID = 1;

    /// Of so few different bytes no random key is made.
    private static final int FEW = 8;

    private final Aead aead;

    private Vault(Aead aead) {
        this.aead = aead;
    }

    /// The vault under the given key, or under one that is made once and kept in `folder`.
    public static Vault open(Optional<String> masterKey, Path folder) throws StartFailure {
        if (masterKey.isPresent()) {
            return under(masterKey.get());
        }
        Path file = folder.resolve("master-key");
        try {
            if (!Files.exists(file)) {
                PrivateFile.write(file, newKey() + "\n");
            }
            return under(Files.readString(file).strip());
        } catch (IOException e) {
            throw new StartFailure("The master key in " + file + " cannot be read or made.");
        } catch (StartFailure wrong) {
            throw new StartFailure(wrong.getMessage() + " It comes from " + file + ".");
        }
    }

    /// @param masterKey base64
    public static Vault under(String masterKey) throws StartFailure {
        try {
            AeadConfig.register();
            byte[] bytes = Base64.getDecoder().decode(masterKey.strip());
            if (bytes.length == RAW_KEY_BYTES && distinct(bytes) < FEW) {
                throw new StartFailure(
                        "The master key is the same few bytes over and over: anybody could guess"
                                + " it. Make one by: openssl rand -base64 32.");
            }
            KeysetHandle keys =
                    bytes.length == RAW_KEY_BYTES
                            ? raw(bytes)
                            : TinkProtoKeysetFormat.parseKeyset(
                                    bytes,
                                    InsecureSecretKeyAccess.get(),
                                    RegistryConfiguration.get());
            return new Vault(keys.getPrimitive(RegistryConfiguration.get(), Aead.class));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            // The cause may quote the key and is not told.
            throw new StartFailure(
                    "The master key is neither base64 of a Tink keyset nor of 32 bytes. Make one by:"
                            + " openssl rand -base64 32.");
        }
    }

    private static long distinct(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1).chars().distinct().count();
    }

    /// A keyset with one fresh key, as base64.
    public static String newKey() {
        try {
            AeadConfig.register();
            KeysetHandle keys =
                    KeysetHandle.newBuilder()
                            .addEntry(
                                    KeysetHandle.generateEntryFromParameters(
                                                    PredefinedAeadParameters.AES256_GCM)
                                            .withRandomId()
                                            .makePrimary())
                            .build();
            return Base64.getEncoder()
                    .encodeToString(
                            TinkProtoKeysetFormat.serializeKeyset(
                                    keys,
                                    InsecureSecretKeyAccess.get(),
                                    RegistryConfiguration.get()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-256-GCM is not to be had", e);
        }
    }

    @AccessesPartialKey
    private static KeysetHandle raw(byte[] bytes) throws GeneralSecurityException {
        AesGcmKey key =
                AesGcmKey.builder()
                        .setParameters(
                                AesGcmParameters.builder()
                                        .setKeySizeBytes(RAW_KEY_BYTES)
                                        .setIvSizeBytes(12)
                                        .setTagSizeBytes(16)
                                        .setVariant(AesGcmParameters.Variant.NO_PREFIX)
                                        .build())
                        .setKeyBytes(SecretBytes.copyFrom(bytes, InsecureSecretKeyAccess.get()))
                        .build();
        return KeysetHandle.newBuilder()
                .addEntry(
                        KeysetHandle.importKey(key)
                                .setStatus(KeyStatus.ENABLED)
                                .withFixedId(RAW_KEY_ID)
                                .makePrimary())
                .build();
    }

    byte[] seal(TenantId tenant, String system, Purpose purpose, String secret) {
        return seal(row(tenant, system, purpose), secret);
    }

    /// Seals a secret of a user's grant.
    byte[] seal(GrantId grant, Purpose purpose, String secret) {
        return seal(row(grant, purpose), secret);
    }

    Optional<String> open(GrantId grant, Purpose purpose, byte[] sealed) {
        return open(row(grant, purpose), sealed);
    }

    private static byte[] row(GrantId grant, Purpose purpose) {
        return grant.person().isEmpty()
                ? row(grant.tenant(), grant.system(), purpose)
                : String.join(
                                "\n",
                                "drawbridge.grant",
                                grant.tenant().toString(),
                                grant.system(),
                                purpose.name(),
                                grant.person().get())
                        .getBytes(StandardCharsets.UTF_8);
    }

    /// Seals the tokens of a grant.
    byte[] seal(GrantId grant, String secret) {
        return seal(row(grant), secret);
    }

    private byte[] seal(byte[] row, String secret) {
        try {
            return aead.encrypt(secret.getBytes(StandardCharsets.UTF_8), row);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a secret could not be sealed", e);
        }
    }

    /// Empty when it was sealed under another key, for another row, or was tampered with.
    Optional<String> open(TenantId tenant, String system, Purpose purpose, byte[] sealed) {
        return open(row(tenant, system, purpose), sealed);
    }

    /// A text that goes out and comes back: it opens here alone, and for this use alone.
    public byte[] sealNote(String use, String text) {
        return seal(note(use), text);
    }

    /// Empty when it was not sealed by [#sealNote] for this use.
    public Optional<String> openNote(String use, byte[] sealed) {
        return open(note(use), sealed);
    }

    private static byte[] note(String use) {
        return ("drawbridge.note\n" + use).getBytes(StandardCharsets.UTF_8);
    }

    /// The tokens of a grant, likewise.
    Optional<String> open(GrantId grant, byte[] sealed) {
        return open(row(grant), sealed);
    }

    private Optional<String> open(byte[] row, byte[] sealed) {
        try {
            return Optional.of(new String(aead.decrypt(sealed, row), StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    private static byte[] row(GrantId grant) {
        return String.join(
                        "\n",
                        "drawbridge.token",
                        grant.tenant().toString(),
                        grant.system(),
                        grant.person().orElse(""))
                .getBytes(StandardCharsets.UTF_8);
    }

    /// No name holds a line break, so that no two rows run together.
    private static byte[] row(TenantId tenant, String system, Purpose purpose) {
        return String.join("\n", "drawbridge.secret", tenant.toString(), system, purpose.name())
                .getBytes(StandardCharsets.UTF_8);
    }
}
