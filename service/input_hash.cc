#include "service/input_hash.h"

#include <openssl/evp.h>

#include <array>
#include <memory>

#include "engine/base/check.h"
#include "service/convert/canonical_bytes.h"

namespace calanque::service {
namespace {

struct FreeDigest {
  void operator()(EVP_MD* digest) const { EVP_MD_free(digest); }
};

/// Looked up once: OpenSSL takes longer to find it by name than to hash a small request.
const EVP_MD* Sha256() {
  static const std::unique_ptr<EVP_MD, FreeDigest> kDigest(EVP_MD_fetch(nullptr, "SHA256", nullptr));
  return kDigest.get();
}

}  // namespace

std::string InputHash(std::string_view canonical_bytes) {
  std::array<unsigned char, 32> digest{};
  const int is_hashed =
      EVP_Digest(canonical_bytes.data(), canonical_bytes.size(), digest.data(), nullptr, Sha256(), nullptr);
  CALANQUE_CHECK(is_hashed == 1, "OpenSSL has no SHA-256");
  constexpr char kHex[] = "0123456789abcdef";
  std::string text(2 * digest.size(), '0');
  for (std::size_t i = 0; i < digest.size(); ++i) {
    text[2 * i] = kHex[digest[i] >> 4];
    text[2 * i + 1] = kHex[digest[i] & 15];
  }
  return text;
}

std::string InputHash(const google::protobuf::Message& message) { return InputHash(CanonicalBytes(message)); }

}  // namespace calanque::service
