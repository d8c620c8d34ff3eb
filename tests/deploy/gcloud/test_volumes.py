"""lint.deploy.gcloud.volumes: volumes, their keys and their mounts."""

import pytest

from tests.deploy.gcloud.reading import container, kinds, spec, steps_of

DEPLOY = "gcloud run deploy api --image=a "


@pytest.mark.parametrize(
    ("value", "volume"),
    [
        (
            "name=v,type=in-memory,size-limit=1Gi",
            {"name": "v", "emptyDir": {"medium": "Memory", "sizeLimit": "1Gi"}},
        ),
        (
            "name=v,type=nfs,location=10.0.0.2:/a/b,readonly=true",
            {"name": "v", "nfs": {"server": "10.0.0.2", "path": "/a/b", "readOnly": True}},
        ),
        (
            "name=v,type=cloud-storage,bucket=$B,mount-options=uid=1;gid=2",
            {
                "name": "v",
                "csi": {
                    "driver": "gcsfuse.run.googleapis.com",
                    "readOnly": False,
                    "volumeAttributes": {"bucketName": "${B}", "mountOptions": "uid=1,gid=2"},
                },
            },
        ),
    ],
)
def test_types(value, volume):
    assert spec(f"{DEPLOY}--add-volume={value}")["volumes"] == [volume]


@pytest.mark.parametrize(
    "value",
    [
        "name=v",
        "type=in-memory",
        "name=v,type=what",
        "name=v,type=in-memory,odd=1",
        "name=v,type=nfs,location=host",
        "name=v,type=cloud-storage",
        "name=v,type=secret,secret=s,version=1,path=p",
        "name=v,type=ephemeral-disk",
    ],
)
def test_what_gcloud_refuses(value):
    assert [kind for kind, _ in kinds(f"{DEPLOY}--add-volume={value}")] == ["bad-volume"]


@pytest.mark.parametrize(
    ("track", "release", "accepted"),
    [("beta ", 563, False), ("beta ", 564, True), ("", 586, False), ("", 587, True)],
)
def test_ephemeral_disks_by_release(track, release, accepted):
    line = (
        f"gcloud {track}run deploy api --image=a --add-volume=name=v,type=ephemeral-disk,size=10Gi"
    )
    assert [kind for kind, _ in kinds(line, release=release)] == ["bad-volume"] * (not accepted)


def test_the_tracks_have_more_types():
    for track, value in (
        ("alpha", "name=v,type=secret,secret=s,version=1,path=p"),
        ("alpha", "name=v,type=cloudsql,instances=p:r:i"),
        ("beta", "name=v,type=ephemeral-disk,size=1Gi"),
        ("alpha", "name=v,type=cloud-storage,dynamic-mounting=true"),
    ):
        assert kinds(f"gcloud {track} run deploy api --image=a --add-volume={value}") == []


def test_mounts_replace_one_at_the_same_path():
    line = f"{DEPLOY}--add-volume-mount=volume=v,mount-path=/m --add-volume-mount=volume=w,mount-path=/m"
    assert container(line)["volumeMounts"] == [{"name": "w", "mountPath": "/m"}]


def test_a_mount_path_of_the_volume_itself():
    line = f"{DEPLOY}--add-volume=type=in-memory,mount-path=/m"
    assert container(line)["volumeMounts"] == [{"name": "in-memory-1", "mountPath": "/m"}]
    assert kinds(line, release=564) == [("bad-volume", 46)]


@pytest.mark.parametrize("value", ["volume=v", "mount-path=/m", "volume=v,mount-path=/m,odd=1"])
def test_mounts_that_gcloud_refuses(value):
    assert [kind for kind, _ in kinds(f"{DEPLOY}--add-volume-mount={value}")] == ["bad-volume"]


def test_removal_of_volumes_leaves_their_mounts():
    first = f"{DEPLOY}--add-volume=name=v,type=in-memory --add-volume-mount=volume=v,mount-path=/m"
    last = steps_of(first, "gcloud run services update api --remove-volume=v")[1].resource
    assert (last.volumes, len(last.containers[0].node.get("volumeMounts").items)) == ([], 1)
    last = steps_of(first, "gcloud run services update api --clear-volume-mounts --clear-volumes")[
        1
    ]
    assert last.resource.containers[0].node.get("volumeMounts") is None
