#include "plugin/transport.hpp"

#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cstring>

#include "frame/segment.hpp"

namespace clusia {
namespace {

constexpr std::size_t longest_inline = 64 * 1024;
constexpr std::size_t most_descriptors = 4;

struct Header {
  std::uint32_t type, descriptors;
  std::uint64_t bytes;
  std::uint32_t in_memory, unused;
};

void send_all(int socket, const char* data, std::size_t n) {
  while (n > 0) {
    const ssize_t sent = ::send(socket, data, n, MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent < 0) throw_errno("cannot send to the other process");
    data += sent;
    n -= static_cast<std::size_t>(sent);
  }
}

bool receive_all(int socket, char* data, std::size_t n) {
  while (n > 0) {
    const ssize_t got = ::recv(socket, data, n, 0);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    data += got;
    n -= static_cast<std::size_t>(got);
  }
  return true;
}

void send_header(int socket, Header header, const std::vector<int>& descriptors) {
  iovec part{&header, sizeof header};
  alignas(cmsghdr) std::array<char, CMSG_SPACE(most_descriptors * sizeof(int))> control{};
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  if (!descriptors.empty()) {
    message.msg_control = control.data();
    message.msg_controllen = CMSG_SPACE(descriptors.size() * sizeof(int));
    cmsghdr* c = CMSG_FIRSTHDR(&message);
    c->cmsg_level = SOL_SOCKET;
    c->cmsg_type = SCM_RIGHTS;
    c->cmsg_len = CMSG_LEN(descriptors.size() * sizeof(int));
    std::memcpy(CMSG_DATA(c), descriptors.data(), descriptors.size() * sizeof(int));
  }
  ssize_t sent = 0;
  do {
    sent = sendmsg(socket, &message, MSG_NOSIGNAL);
  } while (sent < 0 && errno == EINTR);
  if (sent != sizeof header) throw_errno("cannot send to the other process");
}

bool receive_header(int socket, Header& header, std::vector<int>& descriptors) {
  iovec part{&header, sizeof header};
  alignas(cmsghdr) std::array<char, CMSG_SPACE(most_descriptors * sizeof(int))> control{};
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  message.msg_control = control.data();
  message.msg_controllen = control.size();
  ssize_t got = 0;
  do {
    got = recvmsg(socket, &message, MSG_CMSG_CLOEXEC | MSG_WAITALL);
  } while (got < 0 && errno == EINTR);
  if (got != sizeof header) return false;
  for (cmsghdr* c = CMSG_FIRSTHDR(&message); c != nullptr; c = CMSG_NXTHDR(&message, c)) {
    if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS) continue;
    descriptors.resize((c->cmsg_len - CMSG_LEN(0)) / sizeof(int));
    std::memcpy(descriptors.data(), CMSG_DATA(c), descriptors.size() * sizeof(int));
  }
  return true;
}

int in_memory(const std::string& body) {
  const int fd = memfd_create("clusia-message", MFD_CLOEXEC);
  if (fd < 0) throw_errno("cannot make shared memory");
  for (std::size_t at = 0; at < body.size();) {
    const ssize_t n = write(fd, body.data() + at, body.size() - at);
    if (n < 0 && errno != EINTR) throw_errno("cannot write shared memory");
    if (n > 0) at += static_cast<std::size_t>(n);
  }
  return fd;
}

bool read_memory(int fd, std::string& body) {
  for (std::size_t at = 0; at < body.size();) {
    const ssize_t n = pread(fd, body.data() + at, body.size() - at, static_cast<off_t>(at));
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    at += static_cast<std::size_t>(n);
  }
  return true;
}

}  // namespace

void send(int socket, const Message& message) {
  std::vector<int> descriptors = message.descriptors;
  const bool is_long = message.body.size() > longest_inline;
  const int fd = is_long ? in_memory(message.body) : -1;
  if (is_long) descriptors.push_back(fd);
  try {
    send_header(socket,
                {static_cast<std::uint32_t>(message.type), static_cast<std::uint32_t>(descriptors.size()),
                 message.body.size(), is_long, 0},
                descriptors);
  } catch (...) {
    if (fd >= 0) close(fd);
    throw;
  }
  if (fd >= 0) close(fd);
  if (!is_long) send_all(socket, message.body.data(), message.body.size());
}

bool receive(int socket, Message& message) {
  Header header{};
  message.descriptors.clear();
  if (!receive_header(socket, header, message.descriptors) || header.descriptors != message.descriptors.size() ||
      (header.in_memory != 0 && message.descriptors.empty())) {
    for (const int fd : message.descriptors) close(fd);
    message.descriptors.clear();
    return false;
  }
  message.type = static_cast<MessageType>(header.type);
  message.body.resize(header.bytes);
  if (header.in_memory == 0) return receive_all(socket, message.body.data(), message.body.size());
  const int fd = message.descriptors.back();
  message.descriptors.pop_back();
  const bool whole = read_memory(fd, message.body);
  close(fd);
  return whole;
}

}  // namespace clusia
