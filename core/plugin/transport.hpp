/// Messages over a socket between the host and a worker: a type, bytes, and file descriptors. Long ones travel as
/// shared memory.
#pragma once

#include <cereal/archives/binary.hpp>
#include <cereal/types/memory.hpp>
#include <cereal/types/optional.hpp>
#include <cereal/types/string.hpp>
#include <cereal/types/variant.hpp>
#include <cereal/types/vector.hpp>
#include <cstdint>
#include <sstream>
#include <string>
#include <vector>

namespace clusia {

enum class MessageType : std::uint32_t { request, reply, segment, log };

struct Message {
  MessageType type = MessageType::request;
  std::string body;
  std::vector<int> descriptors;  ///< on receiving: ours to close
};

/// Throws std::system_error when the other side is gone.
void send(int socket, const Message& message);
/// Blocks. False when the other side has closed.
bool receive(int socket, Message& message);

template <class T>
std::string packed(const T& value) {
  std::ostringstream out(std::ios::binary);
  cereal::BinaryOutputArchive archive(out);
  archive(value);
  return std::move(out).str();
}

template <class T>
T unpacked(const std::string& body) {
  std::istringstream in(body, std::ios::binary);
  cereal::BinaryInputArchive archive(in);
  T value;
  archive(value);
  return value;
}

}  // namespace clusia
