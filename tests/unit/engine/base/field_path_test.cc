// Paths read as in the contract.

#include "engine/base/field_path.h"

#include <gtest/gtest.h>

namespace calanque {
namespace {

TEST(FieldPath, RendersNamesAndIndices) {
  const FieldPath root;
  EXPECT_EQ(root.Render(), "");
  const FieldPath projects = root / "projects";
  const FieldPath third = projects[3];
  EXPECT_EQ((third / "id").Render(), "projects[3].id");
  EXPECT_EQ(projects.Render(), "projects");
}

}  // namespace
}  // namespace calanque
